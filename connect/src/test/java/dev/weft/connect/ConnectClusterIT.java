package dev.weft.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.connect.ConnectWorkers.Worker;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.Json;
import dev.weft.testing.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A mesh whose flows run on a Kafka Connect cluster of two workers: they are what they are in the
 * server, a worker that is killed costs nothing, and they come back.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConnectClusterIT {
  private static final List<String> FLOWS =
      List.of("readings-ingest", "more-ingest", "copies-fill");

  private static final List<String> PORTS =
      List.of("meters.readings", "meters.more", "copies.readings");

  @TempDir static Path folder;

  private static EmbeddedKafka kafka;
  private static ConnectWorkers workers;
  private static Worker one;
  private static Worker two;
  private static Mesh mesh;

  @BeforeAll
  static void start() throws IOException {
    kafka = EmbeddedKafka.start(Files.createDirectory(folder.resolve("connects-kafka")));
    var plugins = Path.of(System.getProperty("weft.connect.plugins", "target/plugin"));
    workers = new ConnectWorkers(folder, kafka.access(), plugins);
    one = workers.start();
    two = workers.start();
    mesh = new Mesh(folder.resolve("data"));
    mesh.apply(Mesh.resource("/connect/mesh.yaml"));
  }

  @AfterAll
  static void stop() {
    workers.close();
    mesh.close();
    kafka.close();
  }

  /** From the server to the cluster, over a worker that is killed, and back. */
  @Test
  @Order(1)
  void losesNothingAndDoublesNothingWhereverItRuns() throws Exception {
    awaitMore("in the server");
    mesh.apply(environment());
    Mesh.eventually(
        () -> "all flows on Connect: " + places() + one.said(),
        () -> FLOWS.stream().allMatch(flow -> mesh.worker(flow).isPresent()));
    awaitMore("on Connect");
    Mesh.eventually(
        () -> "the second worker has a task: " + places(),
        () -> FLOWS.stream().anyMatch(flow -> mesh.worker(flow).equals(pid(two))));

    two.kill();

    Mesh.eventually(
        () -> "all on the first worker: " + places() + one.said(),
        () -> FLOWS.stream().allMatch(flow -> mesh.worker(flow).equals(pid(one))));
    awaitMore("on the worker that is left");
    mesh.call("DELETE", "/api/v1/resources/environment/default", Json.object());
    Mesh.eventually(
        () -> "all back in the server: " + places(),
        () ->
            FLOWS.stream()
                .allMatch(
                    flow -> mesh.worker(flow).isEmpty() && mesh.status(flow).equals("running")));
    awaitMore("in the server again");
    stop("readings-ingest");
    stop("more-ingest");
    var readings = mesh.numbers("meters.readings");
    Mesh.eventually(
        () -> "all copied", () -> mesh.numbers("copies.readings").size() >= readings.size());

    assertOnceEach("meters.readings", readings, readings.size());
    var more = mesh.numbers("meters.more");
    assertOnceEach("meters.more", more, more.size());
    assertOnceEach("copies.readings", mesh.numbers("copies.readings"), readings.size());
    for (var port : PORTS) {
      assertThat(mesh.all(port + ".quarantine")).isEmpty();
    }
    stop("copies-fill");
  }

  /** The contract of hosts: the same flow makes the same of the same. */
  @Test
  @Order(2)
  void aFlowIsTheSameInTheServerAndOnConnect() throws Exception {
    mesh.apply(environment());
    mesh.apply(same("here", "server"));
    mesh.apply(same("there", "default"));

    Mesh.eventually(
        () -> "both have made all: " + mesh.get("/api/v1/flows/same-there") + one.said(),
        () -> made("here") == 2_000 && made("there") == 2_000);

    assertThat(mesh.worker("same-here")).isEmpty();
    assertThat(mesh.worker("same-there")).isEqualTo(pid(one));
    assertThat(content("meters.there")).isEqualTo(content("meters.here"));
    assertThat(content("meters.there.quarantine")).isEqualTo(content("meters.here.quarantine"));
    assertThat(reasons("meters.there")).isEqualTo(reasons("meters.here")).isNotEmpty();
    assertThat(position("same-there")).isEqualTo(position("same-here")).isNotEmpty();
  }

  /** A key is for one flow, and for as long as that is hosted. */
  @Test
  @Order(3)
  void aKeyEndsWithTheStay() throws Exception {
    var config = one.config("weft-same-there");
    var login = config.path("weft.key").asText() + ":" + config.path("weft.secret").asText();
    var log = "/api/v1/flow-host/log/state";
    assertThat(mesh.statusOf(log, login)).isEqualTo(200);
    assertThat(mesh.statusOf(log, login + "x")).isEqualTo(401);

    stop("same-there");

    assertThat(mesh.statusOf(log, login)).isEqualTo(401);
    assertThat(mesh.get("/api/v1/keys").toString())
        .doesNotContain(config.path("weft.key").asText());
  }

  /** What the flow's source sees is known here, as if it ran in the server. */
  @Test
  @Order(4)
  void tablesAtTheSourceOfAFlowOnConnectAreKnown() throws Exception {
    try (var postgres = PostgresServer.startOrSkip()) {
      execute(postgres, "CREATE TABLE sensor (n int PRIMARY KEY, region text)");
      execute(postgres, "INSERT INTO sensor VALUES (9001, 'North')");
      mesh.apply(environment());
      mesh.apply(fromTable(postgres), "password", postgres.password());
      Mesh.eventually(
          () -> "the table is read there: " + tables() + mesh.get("/api/v1/flows/from-table"),
          () -> mesh.worker("from-table").isPresent() && tables().contains("sensor"));

      execute(postgres, "CREATE TABLE supplier (n int PRIMARY KEY, email text)");
      execute(postgres, "ALTER TABLE sensor ADD COLUMN site text");
      execute(postgres, "INSERT INTO sensor VALUES (9002, 'South', 'B-7')");

      Mesh.eventually(
          () -> "the new table at the flow: " + mesh.get("/api/v1/flows/from-table"),
          () ->
              mesh.get("/api/v1/flows/from-table")
                  .path("bulletins")
                  .toString()
                  .contains("A table has turned up at the source: postgres.supplier"));
      assertThat(mesh.get("/api/v1/lineage/flow%2Ffrom-table?depth=1").path("edges").toString())
          .contains("/postgres/sensor");
      stop("from-table");
    }
  }

  private static String tables() {
    return mesh.get("/api/v1/source-tables?read=true").path("items").findValuesAsText("title") + "";
  }

  private static void execute(PostgresServer postgres, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                postgres.url("postgres"), postgres.user(), postgres.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String fromTable(PostgresServer postgres) {
    return """
        apiVersion: weft.dev/v1
        kind: Flow
        name: from-table
        product: meters
        environment: default
        parameters: {password: {sensitive: true}}
        processors:
          - name: read
            type: QueryDatabaseTable
            schedule: {every: 500ms}
            settings: {url: '%s', user: %s, password: "#{password}", table: sensor, maximumValueColumns: [n]}
          - {name: publish, type: PublishPort, settings: {port: meters.here, key: n}}
        connections: [read.success -> publish]
        """
        .formatted(postgres.url("postgres"), postgres.user());
  }

  private static String environment() {
    return "apiVersion: weft.dev/v1\nkind: Environment\nname: default\nconnect: {url: '"
        + one.url()
        + "'}\n";
  }

  private static String same(String port, String environment) {
    return """
        apiVersion: weft.dev/v1
        kind: Flow
        name: same-%s
        product: meters
        environment: %s
        processors:
          - name: generate
            type: GenerateRecords
            settings: {count: 2000, seed: 4, perPoll: 300, fields: {n: "record.n", region: {type: choice, of: [North, South, 7]}}}
          - {name: publish, type: PublishPort, settings: {port: meters.%s, key: n}}
        connections: [generate.success -> publish]
        """
        .formatted(port, environment, port);
  }

  private static Optional<String> pid(Worker worker) {
    return Optional.of(Long.toString(worker.process().pid()));
  }

  private static String places() {
    return FLOWS.stream()
        .map(flow -> flow + " " + mesh.worker(flow) + " " + mesh.get("/api/v1/flows/" + flow))
        .collect(Collectors.joining("\n"));
  }

  private static void stop(String flow) {
    mesh.call("POST", "/api/v1/flows/" + flow + "/stop", Json.object());
  }

  private static void awaitMore(String where) {
    var before = ends();
    Mesh.eventually(
        () -> "more of each " + where + ": " + before + places(),
        () -> {
          var now = ends();
          return before.entrySet().stream().allMatch(e -> now.get(e.getKey()) > e.getValue());
        });
  }

  private static Map<String, Long> ends() {
    return PORTS.stream().collect(Collectors.toMap(port -> port, mesh::end));
  }

  private static int made(String port) {
    return mesh.all("meters." + port).size() + mesh.all("meters." + port + ".quarantine").size();
  }

  /** What is in a topic, whatever the order of its partitions. */
  private static List<String> content(String topic) {
    return mesh.all(topic).stream()
        .map(record -> record.partition() + " " + record.key() + " " + record.value())
        .sorted()
        .toList();
  }

  private static List<String> reasons(String port) {
    return mesh.all(port + ".quarantine").stream()
        .map(record -> header(record, "weft.reason") + header(record, "weft.position"))
        .sorted()
        .toList();
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static List<String> position(String flow) {
    var last = new HashMap<String, String>();
    for (var record : mesh.all("_weft.flow.state")) {
      if (record.key().startsWith(flow + "/")) {
        // When it was there differs.
        last.put(
            record.key().substring(flow.length()),
            Json.parse(record.value()).path("position").path("n").asText());
      }
    }
    return last.entrySet().stream().map(Object::toString).toList();
  }

  private static void assertOnceEach(String port, List<Long> numbers, long total) {
    var missing = LongStream.range(0, total).boxed().collect(Collectors.toSet());
    numbers.forEach(missing::remove);
    assertThat(missing).as("missing in " + port).isEmpty();
    assertThat(new HashSet<>(numbers)).as("once each in " + port).hasSameSizeAs(numbers);
    assertThat(numbers).hasSize((int) total).hasSizeGreaterThan(50);
  }
}
