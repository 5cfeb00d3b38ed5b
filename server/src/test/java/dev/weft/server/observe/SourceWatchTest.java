package dev.weft.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.lineage.Direction;
import dev.weft.catalog.lineage.LineageGraph;
import dev.weft.catalog.search.SearchIndex;
import dev.weft.catalog.search.SearchQuery;
import dev.weft.catalog.search.SearchQuery.By;
import dev.weft.catalog.search.SearchResult.Item;
import dev.weft.catalog.search.Viewer;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.SourceTable;
import dev.weft.server.Fixture;
import dev.weft.server.access.Insiders;
import dev.weft.server.identity.Caller;
import dev.weft.spi.SourceObserver.Reader;
import dev.weft.spi.flow.SourceTables;
import dev.weft.spi.flow.SourceTables.Column;
import dev.weft.spi.flow.SourceTables.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What turns up at a source is known in the mesh, to those who may know of its flow. */
class SourceWatchTest {
  private static final Reader INGEST = new Reader("ingest", "customers", "read");
  private static final String PLACE = "db.example:5432/shop/";
  private static final Table CUSTOMER =
      new Table("public", "customer", List.of(new Column("id", "integer", "integer")));

  private final Fixture shop = new Fixture();
  private final SearchIndex search = new SearchIndex();
  private final LineageGraph lineage = new LineageGraph();
  private final SourceWatch watch = new SourceWatch(shop.mesh, () -> true, Runnable::run);

  @BeforeEach
  void aFlowReadsCustomers() {
    shop.mesh.follow(search);
    shop.mesh.follow(lineage);
    shop.mesh.follow(watch);
    flow("ingest", "customers");
  }

  @Test
  void theFirstLookIsNoNewsAndANewTableIs() {
    assertThat(see(INGEST, table("invoice", "id"))).isEmpty();
    assertThat(tables()).containsExactly(PLACE + "customer", PLACE + "invoice");
    assertThat(find("invoice")).containsExactly(PLACE + "invoice");
    assertThat(find("customer kind:table")).as("a flow reads it").isEmpty();

    var news = see(INGEST, table("invoice", "id"), table("supplier", "id", "e_mail"));

    assertThat(news)
        .containsExactly(
            "A table has turned up at the source: shop.supplier, with 2 columns. It is not a product"
                + " yet; 'weft draft shop.supplier' writes a contract for it.");
    assertThat(table("supplier").turnedUp()).isTrue();
    assertThat(table("invoice").turnedUp()).isFalse();
    assertThat(find("e_mail kind:table")).containsExactly(PLACE + "supplier");
    assertThat(lineage.walk("source/" + PLACE + "supplier", Direction.BOTH, 3).edges()).isEmpty();
    assertThat(shop.mesh.audit())
        .extracting(event -> event.action())
        .contains("source.tables", "source.table.new");
  }

  @Test
  void whatIsTheSameIsNotWrittenAgain() {
    see(INGEST, table("invoice", "id"));
    var before = version("invoice");
    shop.clock.advance(Duration.ofDays(1));

    assertThat(see(INGEST, table("invoice", "id"))).isEmpty();

    assertThat(version("invoice")).isEqualTo(before);
  }

  @Test
  void anotherTypeIsKeptWithWhatItWas() {
    see(INGEST);

    var news =
        watch
            .seen(
                INGEST,
                new SourceTables(
                    new Table("public", "customer", List.of(new Column("id", "text", "string"))),
                    List.of(),
                    "public",
                    true))
            .join();

    assertThat(news)
        .containsExactly(
            "The type of id in shop.customer has changed at the source from integer to text.");
    var change = table("customer").change("id").orElseThrow();
    assertThat(change.logicalType()).isEqualTo("string");
    assertThat(change.seenAt()).isEqualTo(shop.clock.instant());
  }

  @Test
  void whatIsGoneIsForgottenUnlessThereWasMoreThanIsLookedAt() {
    see(INGEST, table("invoice", "id"));
    watch.seen(INGEST, new SourceTables(CUSTOMER, List.of(), "public", false)).join();
    assertThat(tables()).contains(PLACE + "invoice");

    see(INGEST);

    assertThat(tables()).containsExactly(PLACE + "customer");
    assertThat(find("invoice kind:table")).isEmpty();
  }

  @Test
  void aTableIsKnownToThoseWhoMayKnowOfAFlowThatSeesIt() {
    shop.mesh.put(
        ResourceKind.DATA_PRODUCT,
        "secrets",
        "{'id':'secrets','domain':'shop','customProperties':[{'property':'weft.visibility','value':'hidden'}],"
            + "'team':{'members':[{'username':'olga','role':'owner'}]}}");
    flow("hidden-ingest", "secrets");
    see(new Reader("hidden-ingest", "secrets", "read"), table("takeover", "id"));

    assertThat(find("takeover", Viewer.insideOf(Set.of()))).isEmpty();
    assertThat(find("takeover", Viewer.insideOf(Set.of("secrets")))).hasSize(1);
    assertThat(sees(Fixture.ADA)).isFalse();
    assertThat(sees(Fixture.OLGA)).isTrue();

    see(INGEST, table("takeover", "id"));

    assertThat(sees(Fixture.ADA)).as("an open product's flow sees it too").isTrue();
    assertThat(find("takeover", Viewer.insideOf(Set.of()))).hasSize(1);
  }

  @Test
  void withItsFlowGoesWhatOnlyThatHasSeen() {
    flow("other", "customers");
    see(INGEST, table("invoice", "id"), table("supplier", "id"));
    see(new Reader("other", "customers", "read"), table("supplier", "id"));

    shop.mesh.remove(ResourceKind.FLOW, "ingest");

    assertThat(tables()).containsExactly(PLACE + "customer", PLACE + "supplier");
    assertThat(table("supplier").seenBy()).extracting(SourceTable.Seer::flow).containsOnly("other");
  }

  @Test
  void anotherDatabaseIsAFirstLookAgain() {
    see(INGEST, table("invoice", "id"));
    flow("ingest", "customers", "other.example");

    assertThat(see(INGEST, table("invoice", "id"), table("supplier", "id"))).isEmpty();

    assertThat(tables())
        .allSatisfy(name -> assertThat(name).startsWith("other.example:5432/shop/"))
        .hasSize(3);
  }

  @Test
  void tablesOfAnotherSchemaAreNamedWithIt() {
    see(INGEST, new Table("ware", "shelf", List.of()), new Table("public", "shelf", List.of()));

    assertThat(tables()).containsExactly(PLACE + "customer", PLACE + "shelf", PLACE + "ware.shelf");
  }

  /** As of a connector that captures changes: its settings name no table. */
  @Test
  void whatAConnectorTakesIsReadAndATableThatComesLaterIsNews() {
    capture("captures");
    var captures = new Reader("captures", "customers", "read");
    assertThat(watch.seen(captures, taken(table("customer", "id"))).join()).isEmpty();

    var news =
        watch.seen(captures, taken(table("customer", "id"), table("voucher", "code"))).join();

    assertThat(news)
        .containsExactly(
            "A table has turned up at the source: shop.voucher, with 1 columns. Its rows are taken;"
                + " 'weft draft shop.voucher' writes a contract for it.");
    assertThat(table("voucher").isRead()).isTrue();
    assertThat(lineage.walk("source/" + PLACE + "voucher", Direction.DOWN, 1).edges())
        .extracting(edge -> edge.to() + " " + edge.kind())
        .containsExactly("flow/captures reads");

    var text = new Table("public", "voucher", List.of(new Column("code", "jsonb", "object")));
    assertThat(watch.seen(captures, taken(text)).join())
        .containsExactly(
            "The type of code in shop.voucher has changed at the source from text to jsonb.");
    assertThat(tables()).as("what is not told again is still there").contains(PLACE + "customer");
  }

  private static SourceTables taken(Table... tables) {
    return SourceTables.taken(List.of(tables), List.of(), "", false);
  }

  private void capture(String name) {
    shop.mesh.put(
        ResourceKind.FLOW,
        name,
        "{'name':'"
            + name
            + "','product':'customers','processors':[{'name':'read','type':'PostgresConnector','settings':"
            + "{'database.hostname':'db.example','database.port':5432,'database.dbname':'shop',"
            + "'database.user':'x','topic.prefix':'shop'}}],'connections':[]}");
  }

  private boolean sees(Caller caller) {
    var resource = shop.mesh.state().get(key("takeover")).orElseThrow();
    return new Insiders(shop.mesh.state(), caller).sees(resource);
  }

  private void flow(String name, String product) {
    flow(name, product, "db.example");
  }

  private void flow(String name, String product, String host) {
    shop.mesh.put(
        ResourceKind.FLOW,
        name,
        "{'name':'"
            + name
            + "','product':'"
            + product
            + "','processors':[{'name':'read','type':'QueryDatabaseTable','settings':{'url':"
            + "'jdbc:postgresql://"
            + host
            + "/shop?user=x','table':'customer'}}],'connections':[]}");
  }

  private List<String> see(Reader reader, Table... beside) {
    return watch.seen(reader, new SourceTables(CUSTOMER, List.of(beside), "public", true)).join();
  }

  private static Table table(String name, String... columns) {
    return new Table(
        "public",
        name,
        List.of(columns).stream().map(one -> new Column(one, "text", "string")).toList());
  }

  private SourceTable table(String name) {
    return shop.mesh.state().get(key(name)).orElseThrow().as(SourceTable.class);
  }

  private long version(String name) {
    return shop.mesh.state().get(key(name)).orElseThrow().version();
  }

  private static ResourceKey key(String name) {
    return new ResourceKey(ResourceKind.SOURCE_TABLE, PLACE + name);
  }

  private List<String> tables() {
    return shop.mesh.state().all(ResourceKind.SOURCE_TABLE).stream()
        .map(one -> one.name())
        .sorted()
        .toList();
  }

  private List<String> find(String text) {
    return find(text, Viewer.OF_EVERYTHING);
  }

  private List<String> find(String text, Viewer viewer) {
    return search.search(new SearchQuery(text, Map.of(), By.WORDS, 20), viewer).items().stream()
        .filter(item -> item.kind().equals("table"))
        .map(Item::name)
        .toList();
  }
}
