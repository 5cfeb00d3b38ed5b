package dev.weft.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.Shop;
import dev.weft.catalog.search.SearchQuery.By;
import dev.weft.catalog.search.SearchResult.FacetValue;
import dev.weft.catalog.search.SearchResult.Highlight;
import dev.weft.catalog.search.SearchResult.Item;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshLog;
import dev.weft.testing.MemoryMesh;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchIndexTest {
  private final MemoryMesh mesh = Shop.mesh();
  private final SearchIndex index = new SearchIndex();

  SearchIndexTest() {
    mesh.follow(index);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @ParameterizedTest
  @CsvSource({
    "sales.invoices, port/sales.invoices",
    "customers, product/customers",
    "Customer spending, product/spending",
    "by_customer, port/spending.by_customer",
    "customers-v1, contract/customers-v1",
    "email, field/customers.customers.email",
    "firstName, field/customers.customers.firstName",
    "firstname, field/customers.customers.firstName",
    "invoices-ingest, flow/invoices-ingest",
    "spending-by-customer, query/spending-by-customer",
    "churn, term/churn",
    "music-retail, domain/music-retail",
  })
  void putsTheExactNameFirst(String words, String first) {
    assertThat(ids(SearchQuery.of(words))).first().isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "how much has each customer spent so far?, product/spending",
    "which invoices were issued, product/sales",
    "list of people, product/customers",
    "US dollars, field/sales.invoices.total",
    "custo, product/customers",
    "personal email of customers, product/customers",
  })
  void findsByWordsOfDescriptionsAndFields(String words, String among) {
    assertThat(ids(SearchQuery.of(words)).stream().limit(3)).contains(among);
  }

  @ParameterizedTest
  @CsvSource({
    "customer email, product/customers",
    "invoice total, product/sales",
    "emails, product/customers",
    "what have customers spent so far, product/spending",
  })
  void putsProductsBeforePortsBeforeFields(String words, String first) {
    var found = ids(SearchQuery.of(words));

    assertThat(found).first().isEqualTo(first);
    assertThat(found.stream().map(id -> id.split("/")[0]).distinct().toList())
        .containsSubsequence("product", "port", "field");
  }

  @ParameterizedTest
  @CsvSource({"custmers, product/customers", "invocies, product/sales", "emial, product/customers"})
  void forgivesATypo(String words, String among) {
    assertThat(ids(SearchQuery.of(words))).contains(among);
  }

  @Test
  void findsNothingForWordsThatAreNowhere() {
    var result = find(SearchQuery.of("zzzzzzzzz"));

    assertThat(result.total()).isZero();
    assertThat(result.items()).isEmpty();
  }

  @Test
  void filtersByWhatIsWrittenInTheQuery() {
    assertThat(ids(SearchQuery.of("kind:product owner:olga"))).hasSize(3);
    assertThat(ids(SearchQuery.of("tag:pii kind:port")))
        .containsExactly("port/customers.customers");
    assertThat(ids(SearchQuery.of("tag:pii.* kind:field")))
        .containsExactly("field/customers.customers.email");
    assertThat(ids(SearchQuery.of("field:email kind:product")))
        .containsExactly("product/customers");
    assertThat(ids(SearchQuery.of("domain:elsewhere"))).isEmpty();
    assertThat(ids(SearchQuery.of("tag:pii.phone"))).isEmpty();
  }

  @Test
  void filtersByArguments() {
    var filters = Map.of("domain", "music-retail", "owner", "olga", "kind", "product");
    var query = new SearchQuery("customer", filters, By.WORDS, 1);

    var result = find(query);

    assertThat(result.items()).hasSize(1);
    assertThat(result.total()).isGreaterThan(1);
    assertThat(result.items().get(0).owners()).containsExactly("olga");
  }

  @Test
  void countsFacetsOverAllThatIsFound() {
    var facets = find(SearchQuery.of("kind:product")).facets();

    assertThat(facets.get("domain")).containsExactly(new FacetValue("music-retail", 3));
    assertThat(facets.get("owner")).contains(new FacetValue("olga", 3));
    assertThat(facets.get("tag"))
        .contains(new FacetValue("retail", 2), new FacetValue("pii.email", 1));
    assertThat(facets.get("kind")).containsExactly(new FacetValue("product", 3));
  }

  @Test
  void marksTheWordsThatWereLookedFor() {
    var spending = find(SearchQuery.of("customer kind:product")).items();

    assertThat(spending)
        .filteredOn(item -> item.name().equals("spending"))
        .flatExtracting(Item::highlights)
        .contains(
            new Highlight("title", "<em>Customer</em> spending"),
            new Highlight("description", "How much each <em>customer</em> has spent so far."));
  }

  @Test
  void seesANewFieldAndItsTagWithTheNextSearch() {
    mesh.put(
        ResourceKind.PORT_FIELDS,
        "sales.invoices",
        "{'port': 'sales.invoices', 'fields': {'iban': {'type': 'string', 'inContract': false,"
            + " 'tags': [{'tag': 'pii.iban', 'confidence': 1.0, 'status': 'SUGGESTED'}]}}}");

    assertThat(ids(SearchQuery.of("iban")))
        .contains("field/sales.invoices.iban", "port/sales.invoices", "product/sales");
    assertThat(find(SearchQuery.of("tag:pii.iban kind:product")).total()).isEqualTo(1);
  }

  @Test
  void forgetsWhatIsDeletedWithItsPortsAndFields() {
    mesh.decide(
        (state, now) ->
            new MeshLog.Decided<>(
                List.of(),
                List.of(new ResourceKey(ResourceKind.DATA_PRODUCT, "sales")),
                List.of(),
                ""));

    assertThat(ids(SearchQuery.of("sales.invoices"))).noneMatch(id -> id.contains("sales"));
  }

  @Test
  void leavesOutADocumentThatCannotBeRead() {
    mesh.put(ResourceKind.DATA_PRODUCT, "broken", "{'id': 'broken', 'outputPorts': 'none'}");

    assertThat(ids(SearchQuery.of("broken"))).isEmpty();
  }

  @Test
  void takesAnyTextAsWords() {
    assertThat(find(SearchQuery.of("\"(*:~ owner: [a TO AND \\ ^")).items()).isNotNull();
    assertThat(find(SearchQuery.of("x".repeat(100_000))).total()).isZero();
    assertThat(find(SearchQuery.of("")).total()).isPositive();
  }

  @Test
  void answersWhenThereIsNothingYet() {
    try (var empty = new SearchIndex()) {
      assertThat(empty.search(SearchQuery.of("customers"), Viewer.OF_EVERYTHING).total()).isZero();
    }
  }

  private SearchResult find(SearchQuery query) {
    return index.search(query, Viewer.OF_EVERYTHING);
  }

  private List<String> ids(SearchQuery query) {
    return find(query).items().stream().map(item -> item.kind() + "/" + item.name()).toList();
  }
}
