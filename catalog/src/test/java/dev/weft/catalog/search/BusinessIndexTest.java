package dev.weft.catalog.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.catalog.Shop;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshLog;
import dev.weft.testing.MemoryMesh;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exact questions ask for business metadata by its types. */
class BusinessIndexTest {
  private final MemoryMesh mesh = Shop.mesh();
  private final SearchIndex index = new SearchIndex();

  BusinessIndexTest() {
    mesh.follow(index);
    define("integer");
    given(
        "product:sales",
        "{'': {'risk.level': {'value': 'High'}, 'risk.users': {'value': 12},"
            + " 'risk.share': {'value': 0.25}, 'risk.reviewed': {'value': '2026-11-01'},"
            + " 'risk.topics': {'value': ['tax', 'Audit']}}}");
    given("product:spending", "{'': {'risk.level': {'value': 'low'}, 'risk.users': {'value': 3}}}");
    given("port:customers.customers", "{'email': {'risk.level': {'value': 'low'}}}");
    given("term:churn", "{'': {'risk.level': {'value': 'low'}}}");
  }

  private void define(String users) {
    mesh.put(
        ResourceKind.BUSINESS_METADATA,
        "risk",
        """
        {'name': 'risk', 'appliesTo': ['product', 'field', 'term'], 'attributes': [
          {'name': 'level', 'type': 'enum', 'values': ['low', 'High']},
          {'name': 'users', 'type': '%s'}, {'name': 'share', 'type': 'number'},
          {'name': 'reviewed', 'type': 'date'}, {'name': 'topics', 'type': 'string', 'many': true}]}
        """
            .formatted(users));
  }

  private void given(String asset, String values) {
    mesh.put(
        ResourceKind.BUSINESS_VALUES,
        asset,
        "{'asset': '" + asset.replace(':', '/') + "', 'values': " + values + "}");
  }

  @AfterEach
  void close() {
    index.close();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "from Product where risk.level = 'high'                    | sales",
        "from Product where Risk.Users > 3                         | sales",
        "from Product where risk.users <= 3                        | spending",
        "from Product where risk.share >= 0.25 and risk.share < 0.3 | sales",
        "from Product where risk.reviewed < '2026-11-02'           | sales",
        "from Product where risk.topics = 'audit'                  | sales",
        "from Product where risk.users is null                     | customers",
        "from Field where risk.level is not null                   | customers.customers.email",
        "from Term where risk.level = 'low'                        | churn",
      })
  void isFoundByItsValues(String question, String only) {
    assertThat(names(question)).containsExactly(only);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "risk.level:HIGH                        | sales",
        "kind:product Risk.Level:low            | spending",
        "risk.users:12                          | sales",
        "risk.users:>=3 risk.users:<12          | spending",
        "risk.share:0.25                        | sales",
        "risk.reviewed:<2026-11-02              | sales",
        "risk.topics:aud*                       | sales",
        "risk.topics:\"Audit\" kind:product      | sales",
        "email risk.level:low                   | customers.customers.email",
      })
  void filtersWhatIsFoundByWords(String words, String only) {
    var found = index.search(SearchQuery.of(words), Viewer.OF_EVERYTHING);

    assertThat(found.items()).extracting(SearchResult.Item::name).containsExactly(only);
    assertThat(found.reading().text()).containsIgnoringCase("only risk.");
  }

  @Test
  void isCountedInWhatIsFound() {
    var facets = index.search(SearchQuery.of(""), Viewer.OF_EVERYTHING).facets();

    assertThat(facets.get("risk.level"))
        .containsExactly(
            new SearchResult.FacetValue("low", 3), new SearchResult.FacetValue("High", 1));
    assertThat(facets.get("risk.topics")).hasSize(2);
    assertThat(facets).doesNotContainKeys("risk.users", "risk.share", "risk.reviewed");
  }

  @Test
  void aFilterOfAnotherTypeIsAMistakeAndOneOfNoAttributeAWord() {
    for (var words : List.of("risk.users:many", "risk.reviewed:soon", "risk.users:1.5")) {
      assertThatThrownBy(() -> index.search(SearchQuery.of(words), Viewer.OF_EVERYTHING))
          .as(words)
          .isInstanceOf(ProblemException.class);
    }
    assertThat(
            index.search(SearchQuery.of("risk.nothing:x"), Viewer.OF_EVERYTHING).reading().words())
        .containsExactly("risk.nothing:x");
  }

  @Test
  void isSortedByItsNumbers() {
    assertThat(names("from Product where risk.users > 0 order by risk.users"))
        .containsExactly("spending", "sales");
    assertThat(names("from Product where risk.users > 0 order by risk.users desc"))
        .containsExactly("sales", "spending");
  }

  @Test
  void whatTheDocumentSaysCounts() {
    mesh.put(
        ResourceKind.DATA_CONTRACT,
        "invoices-v1",
        """
        {'id': 'invoices-v1', 'version': '1.0.0', 'status': 'active', 'schema': [{'name': 'invoice',
          'properties': [{'name': 'total', 'logicalType': 'number',
            'customProperties': [{'property': 'risk.level', 'value': 'High'}]}]}]}
        """);
    assertThat(names("from Field where risk.level = 'high'"))
        .containsExactly("sales.invoices.total");
  }

  @Test
  void changesOfValuesAndTypesAreFollowed() {
    define("number");
    assertThat(names("from Product where risk.users > 3.5")).containsExactly("sales");
    mesh.decide(
        (state, now) ->
            new MeshLog.Decided<>(
                List.of(),
                List.of(new ResourceKey(ResourceKind.BUSINESS_VALUES, "product:sales")),
                List.of(),
                0));
    assertThat(names("from Product where risk.users > 3.5")).isEmpty();
  }

  @Test
  void anAttributeThatIsNotThereOrOfAnotherKindIsAMistake() {
    for (var question :
        List.of(
            "from Product where risk.nothing = 'x'",
            "from Flow where risk.level = 'low'",
            "from Product, Flow where risk.level = 'low'",
            "from Product where risk.users = 'x'",
            "from Product where risk.users > 1.5",
            "from Product where risk.share contains 'x'")) {
      assertThatThrownBy(() -> index.question(question))
          .as(question)
          .isInstanceOf(ProblemException.class);
    }
  }

  private List<String> names(String question) {
    return index.search(index.question(question), Viewer.OF_EVERYTHING).items().stream()
        .map(SearchResult.Item::name)
        .toList();
  }
}
