package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.server.openlineage.Receiver;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineageClient;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.transports.ApiKeyTokenProvider;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job outside reports with an unmodified client of OpenLineage, and Weft reports its flows. */
class OpenLineageIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String JOB = "job/spark-cluster/nightly.totals";
  private static final String MESH =
      MeshText.of(
          MeshText.shop("olga", "ada"),
          """
          apiVersion: weft.dev/v1
          kind: User
          name: spark
          roles: [lineage]
          """,
          MeshText.contract(
              "orders", MeshText.KEY, "{name: remark, logicalType: string, tags: [pii.other]}"),
          MeshText.product("orders"),
          MeshText.contract("totals", MeshText.KEY, "{name: summary, logicalType: string}"),
          MeshText.product("totals"),
          MeshText.contract("plans", "{name: id, logicalType: integer, required: true}"),
          MeshText.product("plans")
              + "customProperties: [{property: weft.visibility, value: hidden}]\n",
          """
          apiVersion: weft.dev/v1
          kind: Policy
          name: personal-data
          type: mask
          resources: {tags: ["pii.*"]}
          rules: [{principals: {everyone: true}, mask: redact}]
          ---
          apiVersion: weft.dev/v1
          kind: Flow
          name: from-files
          product: orders
          processors:
            - name: list
              type: ListDirectory
              schedule: {every: 1s}
              settings: {directory: "FOLDER", pattern: "*.jsonl", minAge: 0s}
            - {name: fetch, type: FetchFile, settings: {directory: "FOLDER", reader: json-lines}}
            - {name: publish, type: PublishPort, settings: {port: orders.orders, key: id}}
          connections: [list.success -> fetch, fetch.success -> publish]
          """);

  @TempDir static Path data;
  @TempDir static Path folder;

  private static final Receiver RECEIVER = new Receiver();
  private static OwnServer server;
  private static Rest olga;
  private static Rest ada;
  private static Rest spark;
  private static OpenLineageClient client;

  @BeforeAll
  static void start() throws IOException {
    var key = Files.writeString(folder.resolve("key"), "a key of the operator's\n");
    var in = Files.createDirectory(folder.resolve("in"));
    server =
        OwnServer.start(
            data,
            MESH.replace("FOLDER", in.toString()),
            List.of(
                "openlineage.url=" + RECEIVER.url().resolve("/"),
                "openlineage.key.file=" + key,
                "openlineage.namespace=shop-mesh"));
    olga = server.login("olga");
    ada = server.login("ada");
    spark = server.login("spark");
    client = client();
    for (var port : List.of("orders.orders", "totals.totals")) {
      var request = Json.object().put("port", port).put("purpose", "to see what is derived");
      var id = ada.post("/api/v1/subscriptions", request).body().path("id").asText();
      assertThat(olga.post("/api/v1/subscriptions/" + id + "/approve").status()).isEqualTo(200);
    }
    write("orders.orders", "{\"id\": 1, \"remark\": \"too late\"}\n");
    write("totals.totals", "{\"id\": 1, \"summary\": \"all too late\"}\n");
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    server.close();
    RECEIVER.close();
  }

  private static void write(String port, String record) {
    assertThat(olga.send("POST", "/api/v1/ports/" + port + "/records", record).status())
        .isEqualTo(200);
  }

  /** With a Kafka key for its API key, which lives as long as the job does; packed. */
  private static OpenLineageClient client() {
    var made = spark.post("/api/v1/keys", Json.object().put("description", "Spark's")).body();
    var key = new ApiKeyTokenProvider();
    key.setApiKey(made.path("id").asText() + ":" + made.path("secret").asText());
    var config = new HttpConfig();
    config.setUrl(URI.create(server.weft().url()));
    config.setAuth(key);
    config.setCompression(HttpConfig.Compression.GZIP);
    return new OpenLineageClient(new HttpTransport(config));
  }

  private static String kafka() {
    return "kafka://" + server.weft().gatewayAddress();
  }

  private static OpenLineage.RunEvent event(OpenLineage said, EventType type, UUID run) {
    var identity =
        said.newInputFieldTransformationsBuilder().type("DIRECT").subtype("IDENTITY").build();
    var from =
        said.newInputFieldBuilder()
            .namespace(kafka())
            .name("orders.orders")
            .field("remark")
            .transformations(List.of(identity))
            .build();
    var columns =
        said.newColumnLineageDatasetFacetFieldsBuilder()
            .put(
                "summary",
                said.newColumnLineageDatasetFacetFieldsAdditionalBuilder()
                    .inputFields(List.of(from))
                    .build())
            .build();
    var facets =
        said.newDatasetFacetsBuilder()
            .columnLineage(said.newColumnLineageDatasetFacetBuilder().fields(columns).build())
            .build();
    return said.newRunEventBuilder()
        .eventTime(ZonedDateTime.now(ZoneOffset.UTC))
        .eventType(type)
        .run(said.newRun(run, null))
        .job(said.newJob("spark-cluster", "nightly.totals", null))
        .inputs(
            List.of(
                said.newInputDataset(kafka(), "orders.orders", null, null),
                said.newInputDataset("hive://warehouse:9083", "ref.rates", null, null)))
        .outputs(
            List.of(
                said.newOutputDatasetBuilder()
                    .namespace(kafka())
                    .name("totals.totals")
                    .facets(facets)
                    .build()))
        .build();
  }

  private static Rest.Answer lineage(Rest who, String node) {
    return who.get("/api/v1/lineage/" + URLEncoder.encode(node, StandardCharsets.UTF_8));
  }

  private static String summary() {
    return ada.get("/api/v1/ports/totals.totals/sample")
        .body()
        .path("items")
        .path(0)
        .path("value")
        .path("summary")
        .asText();
  }

  @Test
  void whatAJobReportsIsInTheLineageAndHidesWhatItCopies() {
    Eventually.within(PATIENCE, "the record", () -> summary().equals("all too late"));
    var said = new OpenLineage(URI.create("https://example.org/spark/3.5"));
    var run = UUID.fromString("01890a5d-0000-7000-8000-000000000001");

    client.emit(event(said, EventType.START, run));
    client.emit(event(said, EventType.COMPLETE, run));

    var graph = lineage(ada, JOB).body();
    assertThat(graph.path("edges"))
        .extracting(edge -> edge.path("from").asText() + " > " + edge.path("to").asText())
        .contains(
            "port/orders.orders > " + JOB,
            "dataset/hive://warehouse:9083/ref.rates > " + JOB,
            JOB + " > product/totals");
    assertThat(node(graph, JOB).path("run").path("state").asText()).isEqualTo("COMPLETE");
    Eventually.within(PATIENCE, "the mask", () -> !summary().equals("all too late"));
    var columns = ada.get("/api/v1/lineage/port%2Ftotals.totals/columns").text();
    assertThat(columns).contains("job spark-cluster/nightly.totals", "pii.other");
  }

  private static JsonNode node(JsonNode graph, String id) {
    return graph
        .path("nodes")
        .valueStream()
        .filter(node -> node.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void onlyWhoHasTheRoleReportsByTokenOrKey() {
    var event = dataset("hive://warehouse:9083", "ref.rates");
    assertThat(new Rest(server.weft().url(), "").post("/api/v1/lineage", event).status())
        .isEqualTo(401);
    assertThat(new Rest(server.weft().url(), "spark-x:y").post("/api/v1/lineage", event).status())
        .isEqualTo(401);
    assertThat(ada.post("/api/v1/lineage", event).code()).isEqualTo("may-not-report-lineage");
    assertThat(spark.post("/api/v1/lineage", event).status()).isEqualTo(200);
    assertThat(spark.send("POST", "/api/v1/lineage", "[".repeat(5_000)).code())
        .isEqualTo("bad-json");

    var batch = "[" + event + ", {\"job\": 1}, " + event + "]";
    var taken = spark.send("POST", "/api/v1/lineage/batch", batch).body();
    assertThat(taken.path("status").asText()).isEqualTo("partial_success");
    assertThat(taken.path("summary").path("successful").asInt()).isEqualTo(2);
    assertThat(taken.path("failed_events").path(0).path("index").asInt()).isEqualTo(1);
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode dataset(
      String namespace, String name) {
    var event =
        Json.object()
            .put("eventTime", "2026-05-01T12:00:00Z")
            .put("producer", "https://example.org/dbt")
            .put("schemaURL", "https://openlineage.io/spec/2-0-2/OpenLineage.json");
    event.putObject("dataset").put("namespace", namespace).put("name", name);
    return event;
  }

  @Test
  void aJobOfAHiddenProductIsHidden() {
    var event =
        Json.object().put("eventTime", "2026-05-01T12:00:00Z").put("producer", "https://x.example");
    event.putObject("job").put("namespace", "dbt").put("name", "plans");
    event.putArray("inputs").addObject().put("namespace", kafka()).put("name", "plans.plans");
    event.putArray("outputs").addObject().put("namespace", "s3://lake").put("name", "plans/x");
    assertThat(spark.post("/api/v1/lineage", event).status()).isEqualTo(200);

    assertThat(lineage(olga, "job/dbt/plans").status()).isEqualTo(200);
    assertThat(lineage(ada, "job/dbt/plans").status()).isEqualTo(404);
    assertThat(lineage(ada, "dataset/s3://lake/plans/x").text()).doesNotContain("job/dbt/plans");
  }

  @Test
  void weftReportsItsFlowsSoThatAClientCanReadThem() {
    Eventually.within(PATIENCE, "the start of the flow", () -> !RECEIVER.events().isEmpty());
    var start = OpenLineageClientUtils.runEventFromJson(Json.text(RECEIVER.events().get(0)));
    assertThat(start.getEventType()).isEqualTo(EventType.START);
    assertThat(start.getJob().getNamespace() + "/" + start.getJob().getName())
        .isEqualTo("shop-mesh/from-files");
    assertThat(start.getJob().getFacets().getJobType().getProcessingType()).isEqualTo("STREAMING");
    assertThat(start.getInputs().get(0).getNamespace()).isEqualTo("file");
    assertThat(start.getInputs().get(0).getName()).isEqualTo(folder.resolve("in").toString());
    assertThat(start.getOutputs().get(0).getNamespace()).isEqualTo(kafka());
    assertThat(start.getOutputs().get(0).getName()).isEqualTo("orders.orders");
    assertThat(RECEIVER.keys()).containsOnly("Bearer a key of the operator's");

    assertThat(olga.post("/api/v1/flows/from-files/stop").status()).isEqualTo(200);
    Eventually.within(
        PATIENCE,
        () -> "its end: " + RECEIVER.events(),
        () -> {
          var events = RECEIVER.events();
          return events.get(events.size() - 1).path("eventType").asText().equals("COMPLETE");
        });
    assertThat(olga.get("/metrics").text()).contains("weft_openlineage_events_dropped_total 0");
  }
}
