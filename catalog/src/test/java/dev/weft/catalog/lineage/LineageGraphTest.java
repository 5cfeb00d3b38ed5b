package dev.weft.catalog.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.catalog.Shop;
import dev.weft.catalog.lineage.Graph.Edge;
import dev.weft.catalog.lineage.Graph.Node;
import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshLog;
import dev.weft.testing.MemoryMesh;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineageGraphTest {
  private static final String CUSTOMER_TABLE = "source/127.0.0.1:5432/chinook/customer";

  private final MemoryMesh mesh = Shop.mesh();
  private final LineageGraph lineage = new LineageGraph();

  LineageGraphTest() {
    mesh.follow(lineage);
  }

  @Test
  void walksUpToTheTablesThroughQueryAndFlows() {
    var graph = lineage.walk("port/spending.by_customer", Direction.UP, 10);

    assertThat(graph.edges())
        .contains(
            new Edge("product/spending", "port/spending.by_customer", "provides"),
            new Edge("query/spending-by-customer", "product/spending", "fills"),
            new Edge("port/sales.invoices", "query/spending-by-customer", "reads"),
            new Edge("port/customers.customers", "query/spending-by-customer", "reads"),
            new Edge("product/customers", "port/customers.customers", "provides"),
            new Edge("flow/customers-ingest", "product/customers", "fills"),
            new Edge(CUSTOMER_TABLE, "flow/customers-ingest", "reads"));
    assertThat(graph.edges())
        .doesNotContain(
            new Edge("port/spending.by_customer", "query/spending-by-customer", "reads"));
  }

  @Test
  void namesTheTablesThatAConnectorCapturesAsThoseThatAFlowReads() {
    captures(
        "PostgresConnector",
        "'database.dbname':'shop','table.include.list':'public.customer, crm.lead'");
    assertThat(sources())
        .containsExactly(
            "source/db.example:5432/shop/crm.lead", "source/db.example:5432/shop/customer");

    captures("MySqlConnector", "'table.include.list':'shop.customer'");
    assertThat(sources()).containsExactly("source/db.example:5432/shop/customer");

    captures("PostgresConnector", "'database.dbname':'shop','table.include.list':'public\\\\..*'");
    assertThat(sources()).containsExactly("source/db.example:5432/shop");
  }

  private void captures(String type, String more) {
    mesh.put(
        ResourceKind.FLOW,
        "captures",
        "{'apiVersion':'weft.dev/v1','kind':'Flow','name':'captures','product':'customers','processors':["
            + "{'name':'read','type':'"
            + type
            + "','settings':{'database.hostname':'DB.example','database.port':5432,"
            + more
            + "}}]}");
  }

  private List<String> sources() {
    return lineage.walk("flow/captures", Direction.UP, 1).edges().stream()
        .map(Edge::from)
        .sorted()
        .toList();
  }

  @Test
  void namesTheDatabaseOfAPool() {
    mesh.put(
        ResourceKind.FLOW,
        "pooled",
        "{'apiVersion':'weft.dev/v1','kind':'Flow','name':'pooled','product':'customers',"
            + "'services':[{'name':'pool','type':'JdbcPool','settings':{'url':'jdbc:postgresql://db.example/shop'}}],"
            + "'processors':[{'name':'read','type':'ExecuteSQLRecord','settings':{'pool':'pool','query':'SELECT 1'}}]}");

    assertThat(lineage.walk("flow/pooled", Direction.UP, 1).edges())
        .extracting(Edge::from)
        .containsExactly("source/db.example:5432/shop");
  }

  @Test
  void namesTheTopicsOfAnotherMeshAtBothEnds() {
    mesh.put(
        ResourceKind.FLOW,
        "across",
        "{'apiVersion':'weft.dev/v1','kind':'Flow','name':'across','product':'customers',"
            + "'parameters':{'at':{'default':'Other.example:9092'}},"
            + "'services':[{'name':'other','type':'KafkaCluster','settings':{'bootstrapServers':['#{at}']}}],"
            + "'processors':[{'name':'read','type':'ConsumeKafka','settings':{'cluster':'other','topics':['a.x','a.y']}},"
            + "{'name':'send','type':'PublishKafka','settings':{'cluster':'other','topic':'b.z'}}],"
            + "'connections':['read.success -> send']}");

    assertThat(lineage.walk("flow/across", Direction.BOTH, 1).edges())
        .containsExactlyInAnyOrder(
            new Edge("source/other.example:9092/a.x", "flow/across", "reads"),
            new Edge("source/other.example:9092/a.y", "flow/across", "reads"),
            new Edge("flow/across", "source/other.example:9092/b.z", "writes"));
  }

  @Test
  void jobsOutsideJoinWhatFlowsAndPortsAreThere() {
    mesh.put(
        ResourceKind.EXTERNAL_DATASET,
        "hive://h/raw",
        "{'namespace':'hive://h','name':'raw','node':'dataset/hive://h/raw','lastAt':'2026-05-01T12:00:00Z',"
            + "'facets':{'tags':{'tags':[{'key':'gold','value':'true'},{'key':'team','value':'x'},{'key':'no','value':'true','field':'f'}]}}}");
    mesh.put(
        ResourceKind.EXTERNAL_JOB,
        "spark/etl",
        "{'namespace':'spark','name':'etl','runs':[{'id':'r1','state':'RUNNING','startedAt':'2026-05-01T12:00:00Z',"
            + "'lastAt':'2026-05-01T12:05:00Z'}],'current':{'inputs':[{'namespace':'kafka://g:9092','name':'sales.invoices',"
            + "'node':'port/sales.invoices'},{'namespace':'hive://h','name':'raw','node':'dataset/hive://h/raw'}],"
            + "'outputs':[{'dataset':{'namespace':'postgres://127.0.0.1:5432','name':'chinook.public.customer',"
            + "'node':'"
            + CUSTOMER_TABLE
            + "'}},"
            + "{'dataset':{'namespace':'kafka://g:9092','name':'customers.customers','node':'port/customers.customers'}}]}}");

    var graph = lineage.walk("job/spark/etl", Direction.BOTH, 3);

    assertThat(graph.edges())
        .contains(
            new Edge("port/sales.invoices", "job/spark/etl", "reads"),
            new Edge("dataset/hive://h/raw", "job/spark/etl", "reads"),
            new Edge("job/spark/etl", CUSTOMER_TABLE, "writes"),
            new Edge("job/spark/etl", "product/customers", "fills"),
            new Edge(CUSTOMER_TABLE, "flow/customers-ingest", "reads"));
    var job = node(graph, "job/spark/etl");
    assertThat(job.title()).isEqualTo("etl");
    assertThat(job.run())
        .contains(new Graph.Run("r1", "RUNNING", Instant.parse("2026-05-01T12:05:00Z")));
    assertThat(node(graph, "dataset/hive://h/raw").tags()).containsExactly("gold", "team:x");

    mesh.remove(ResourceKind.EXTERNAL_JOB, "spark/etl");
    assertThatThrownBy(() -> lineage.walk("job/spark/etl", Direction.BOTH, 3))
        .isInstanceOf(ProblemException.class);
  }

  private static Node node(Graph graph, String id) {
    return graph.nodes().stream().filter(it -> it.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void aTableIsOnePlaceWithItsUsualPortAndItsSchema() {
    mesh.put(
        ResourceKind.PARAMETERS,
        "customers-ingest",
        "{'plain': {'jdbcUrl': 'jdbc:postgresql://db.example/shop'}, 'secrets': {}}");
    mesh.put(
        ResourceKind.FLOW,
        "of-schema",
        "{'name': 'of-schema', 'product': 'sales', 'connections': [], 'processors': [{'name': 'in', 'type': 'QueryDatabaseTable',"
            + " 'settings': {'url': 'jdbc:postgresql://db.example/shop', 'schema': 'crm', 'table': 'customer'}}]}");

    assertThat(ids(lineage.walk("flow/customers-ingest", Direction.UP, 1)))
        .contains("source/db.example:5432/shop/customer");
    assertThat(ids(lineage.walk("flow/of-schema", Direction.UP, 1)))
        .contains("source/db.example:5432/shop/crm.customer");
  }

  @Test
  void namesTheDatabaseThatIsBoundNotTheDefault() {
    mesh.put(
        ResourceKind.PARAMETERS,
        "customers-ingest",
        "{'plain': {'jdbcUrl': 'jdbc:postgresql://db.example:5433/shop', 'jdbcPassword': 'never'}, 'secrets': {}}");

    var graph = lineage.walk("flow/customers-ingest", Direction.UP, 1);

    assertThat(ids(graph))
        .contains("source/db.example:5433/shop/customer")
        .doesNotContain(CUSTOMER_TABLE);
  }

  @Test
  void namesASourceThatListensByItsFlow() {
    mesh.put(
        ResourceKind.FLOW,
        "by-http",
        "{'name': 'by-http', 'product': 'sales', 'connections': [], 'processors': [{'name': 'in', 'type': 'ListenHTTP',"
            + " 'settings': {'port': 9081, 'path': '/orders'}}]}");

    assertThat(ids(lineage.walk("flow/by-http", Direction.UP, 1))).contains("source/by-http/in");
  }

  @Test
  void walksDownToWhoReads() {
    Shop.subscribe(mesh, "customers.customers", PrincipalId.user("ada"));
    Shop.subscribe(mesh, "sales.invoices", PrincipalId.product("spending"));

    var ids = ids(lineage.walk(CUSTOMER_TABLE, Direction.DOWN, 5));

    assertThat(ids)
        .contains("principal/ada", "product/spending", "query/spending-by-customer")
        .doesNotContain("principal/spending", "flow/invoices-ingest");
  }

  @Test
  void bindsInputPortsToTheOutputPortOfTheSameContract() {
    mesh.put(
        ResourceKind.DATA_PRODUCT,
        "letters",
        "{'id': 'letters', 'name': 'Letters',"
            + " 'inputPorts': [{'name': 'customers', 'contractId': 'customers-v1'}]}");

    assertThat(lineage.walk("product/letters", Direction.UP, 1).edges())
        .containsExactly(new Edge("port/customers.customers", "product/letters", "consumes"));
  }

  @Test
  void leadsThroughWhatReadsForAProductAndNotPastIt() {
    Shop.subscribe(mesh, "sales.invoices", PrincipalId.product("spending"));

    var graph = lineage.walk("port/sales.invoices", Direction.DOWN, 5);

    assertThat(graph.edges())
        .containsExactly(
            new Edge("port/sales.invoices", "query/spending-by-customer", "reads"),
            new Edge("query/spending-by-customer", "product/spending", "fills"),
            new Edge("product/spending", "port/spending.by_customer", "provides"));
  }

  @Test
  void tellsThePortsOfAProductApart() {
    mesh.put(
        ResourceKind.DATA_PRODUCT,
        "sales",
        "{'id': 'sales', 'name': 'sales', 'outputPorts': [{'name': 'invoices'}, {'name': 'lines'}]}");

    assertThat(ids(lineage.walk("port/sales.lines", Direction.UP, 5)))
        .containsExactly("port/sales.lines", "product/sales");
    assertThat(lineage.walk("port/sales.invoices", Direction.UP, 1).edges())
        .contains(new Edge("flow/invoices-ingest", "port/sales.invoices", "writes"));
  }

  @Test
  void startsFromTheProductsPortsSoThatItsOwnFlowsAreSeen() {
    var graph = lineage.walk("product/customers", Direction.UP, 2);

    assertThat(ids(graph)).contains("flow/customers-ingest", CUSTOMER_TABLE);
  }

  @Test
  void stopsAtTheDepth() {
    var graph = lineage.walk("port/spending.by_customer", Direction.UP, 1);

    assertThat(ids(graph))
        .containsExactlyInAnyOrder("port/spending.by_customer", "product/spending");
  }

  @Test
  void endsInACycle() {
    mesh.put(
        ResourceKind.QUERY,
        "back",
        "{'name': 'back', 'into': 'sales.invoices', 'sql': 'SELECT * FROM spending.by_customer'}");

    var graph = lineage.walk("port/sales.invoices", Direction.BOTH, 50);

    assertThat(ids(graph)).doesNotHaveDuplicates().contains("query/back");
    assertThat(graph.truncated()).isFalse();
  }

  @Test
  void showsTagsThatStandAndNeverCredentials() {
    var graph = lineage.walk("port/customers.customers", Direction.UP, 5);

    var port = graph.nodes().get(0);
    assertThat(port.tags()).containsExactly("pii.email");
    assertThat(port.domain()).contains("music-retail");
    assertThat(graph.toString()).doesNotContain("secret").doesNotContain("joe");
    assertThat(graph.nodes()).extracting(Node::title).contains("chinook.customer");
  }

  @Test
  void forgetsWhatIsDeleted() {
    mesh.decide(
        (state, now) ->
            new MeshLog.Decided<>(
                List.of(),
                List.of(new ResourceKey(ResourceKind.FLOW, "customers-ingest")),
                List.of(),
                ""));

    assertThat(ids(lineage.walk("port/customers.customers", Direction.UP, 5)))
        .doesNotContain("flow/customers-ingest");
  }

  @Test
  void stopsAtItsLimits() {
    for (var i = 0; i < LineageGraph.NODES_MAX + 10; i++) {
      Shop.subscribe(mesh, "sales.invoices", PrincipalId.user("reader" + i));
    }

    var graph = lineage.walk("port/sales.invoices", Direction.DOWN, 5);

    assertThat(graph.nodes()).hasSize(LineageGraph.NODES_MAX);
    assertThat(graph.truncated()).isTrue();
  }

  @Test
  void saysWhenThereIsNoSuchNode() {
    assertThatThrownBy(() -> lineage.walk("port/no.where", Direction.UP, 1))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.first().code()).isEqualTo("node-not-found"));
  }

  private static List<String> ids(Graph graph) {
    return graph.nodes().stream().map(Node::id).toList();
  }
}
