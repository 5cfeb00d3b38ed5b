package dev.weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.gateway.RecordTexts;
import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.model.ProblemException;
import dev.weft.model.RecordPlace;
import dev.weft.sql.cluster.FlinkRest;
import dev.weft.sql.format.RecordFailure;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that fill ports, on a real cluster with a real broker. */
final class FlinkPlannerIT {
  private static final PortName INVOICES = PortName.of("sales.invoices");
  private static final PortName CUSTOMERS = PortName.of("customers.customers");
  private static final PortName SPENDING = PortName.of("spending.by_customer");
  private static final PortName PAYMENTS = PortName.of("bank.payments");
  private static final PortName TOTALS = PortName.of("bank.totals");
  private static final PortName LABELS = PortName.of("shop.labels");
  private static final String SECRET = "s3cr3t-in-settings";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path folder;
  private static QueryRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig = QueryRig.start(folder);
    rig.topics(2, INVOICES, CUSTOMERS, SPENDING);
    rig.topics(1, TOTALS, LABELS);
    rig.writeFormats();
    rig.write(
        CUSTOMERS, List.of(Map.of("customer_id", 1, "email", "ada@example.org", "country", "UK")));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void fillsAPortStopsAndGoesOnByThePlanThatWasKept() throws Exception {
    var query =
        QueryRig.query(
            "SELECT c.customer_id, MAX(c.email) AS contact, COUNT(*) AS invoices, SUM(i.total) AS"
                + " spent FROM sales.invoices AS i JOIN customers.customers AS c ON i.customer_id ="
                + " c.customer_id GROUP BY c.customer_id",
            List.of(SPENDING));
    var plan = rig.planner.check(query, rig.ports).plan();
    invoice(1, "1.98");
    invoice(2, "0.02");
    var first = launch(Optional.empty());

    rig.planner.start(query, rig.ports, plan, first);

    awaitSpent("2");
    assertThat(seenOf(first)).doesNotContain(SECRET, password());
    var savepoint =
        rig.flink
            .stopWithSavepoint(
                org.apache.flink.api.common.JobID.fromHexString(first.jobId()),
                folder.resolve("savepoints").toUri().toString(),
                false,
                org.apache.flink.core.execution.SavepointFormatType.CANONICAL)
            .get();
    invoice(3, "40");
    invoice(2, "0.01");

    rig.planner.start(query, rig.ports, plan, launch(Optional.of(savepoint)));

    awaitSpent("41.99");
    assertThat(table().keySet()).containsExactly("1");
    assertThat(table().get("1").path("invoices").asInt()).isEqualTo(3);
  }

  @Test
  void fillsAvroAndProtobufAndGoesOnWithASchemaThatCameLater() throws Exception {
    var query =
        QueryRig.query(
            "INSERT INTO bank.totals (kind, total, `first`) SELECT kind, SUM(amount), MIN(`at`)"
                + " FROM bank.payments GROUP BY kind; INSERT INTO shop.labels SELECT payment_id,"
                + " kind, tags, payer.country, `at` FROM bank.payments",
            List.of(TOTALS, LABELS));
    var checked = rig.planner.check(query, rig.ports);
    assertThat(checked.problems()).isEmpty();
    var first = launch(Optional.empty());
    rig.planner.start(query, rig.ports, checked.plan(), first);
    awaitRecords(
        LABELS,
        "{\"payment_id\":1,\"kind\":\"card\",\"tags\":[\"a\",\"b\"],\"country\":\"UK\",\"printed\":\"2026-05-01T12:00:00Z\"}",
        "{\"payment_id\":2,\"kind\":\"card\",\"tags\":[],\"printed\":\"2026-05-01T12:00:05Z\"}",
        "{\"payment_id\":3,\"kind\":\"transfer\",\"tags\":[\"c\"],\"printed\":\"2026-05-01T12:00:11Z\"}");

    rig.schemas.register(
        "bank.payments-value",
        "AVRO",
        "{\"type\":\"record\",\"name\":\"Payment\",\"namespace\":\"bank\",\"fields\":["
            + "{\"name\":\"payment_id\",\"type\":\"long\"},{\"name\":\"at\",\"type\":{\"type\":\"long\","
            + "\"logicalType\":\"timestamp-millis\"}},{\"name\":\"kind\",\"type\":\"string\"}]}");
    rig.write(
        PAYMENTS, List.of(Map.of("payment_id", 4, "at", "2026-05-01T12:00:12Z", "kind", "cash")));
    awaitFailure(first, "was written by the schema");
    cancel(first);

    rig.planner.start(query, rig.ports, checked.plan(), launch(newestCheckpoint(first)));

    awaitRecords(
        LABELS,
        "{\"payment_id\":1,\"kind\":\"card\",\"tags\":[\"a\",\"b\"],\"country\":\"UK\",\"printed\":\"2026-05-01T12:00:00Z\"}",
        "{\"payment_id\":2,\"kind\":\"card\",\"tags\":[],\"printed\":\"2026-05-01T12:00:05Z\"}",
        "{\"payment_id\":3,\"kind\":\"transfer\",\"tags\":[\"c\"],\"printed\":\"2026-05-01T12:00:11Z\"}",
        "{\"payment_id\":4,\"kind\":\"cash\",\"tags\":[],\"printed\":\"2026-05-01T12:00:12Z\"}");
    assertThat(shown(TOTALS))
        .contains(
            "{\"kind\":\"card\",\"total\":12345678901234567891.0000,\"first\":\"2026-05-01T12:00:00Z\",\"note\":\"none\"}");
  }

  @Test
  void aRecordThatCannotBeComputedWithIsNamedAndCanBeLeftOut() throws Exception {
    var query =
        QueryRig.query(
            "INSERT INTO bank.totals (kind, total) SELECT kind, SUM(CAST(1 / (payment_id - 2) AS"
                + " DECIMAL(20, 4))) FROM bank.payments GROUP BY kind",
            List.of(TOTALS));
    var checked = rig.planner.check(query, rig.ports);
    assertThat(checked.problems()).isEmpty();
    var first = launch(Optional.empty());
    rig.planner.start(query, rig.ports, checked.plan(), first);
    awaitFailure(first, "RecordFailure");
    var place = RecordFailure.place(new FlinkRest(first.cluster()).failure(first.jobId()));
    cancel(first);
    assertThat(place).contains(RecordPlace.of("bank.payments/0/1"));

    var second = launch(Optional.empty(), List.of(place.orElseThrow()));
    rig.planner.start(query, rig.ports, checked.plan(), second);
    awaitRecord(TOTALS, "\"kind\":\"transfer\",\"total\":1.0000");
    cancel(second);
  }

  @Test
  void aClusterThatIsNotThereIsAProblemWithoutSecrets() {
    var nowhere =
        new Launch(
            new Launch.Cluster(URI.create("http://127.0.0.1:1"), settings(), List.of()),
            "0".repeat(31) + "1",
            rig.kafka.access(),
            Optional.empty(),
            folder.toString(),
            Duration.ofSeconds(1),
            1,
            Duration.ZERO);
    var query =
        QueryRig.query(
            "SELECT customer_id, 0 AS invoices, 0 AS spent FROM customers.customers",
            List.of(SPENDING));

    assertThatThrownBy(() -> rig.planner.start(query, rig.ports, "", nowhere))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.first().code()).isEqualTo("job-not-taken");
              assertThat(e.getMessage()).doesNotContain(SECRET, password());
            });
  }

  private static void invoice(int id, String total) {
    rig.write(
        INVOICES,
        List.of(
            Map.of(
                "invoice_id",
                id,
                "customer_id",
                1,
                "invoice_date",
                "2026-05-01T10:00:00Z",
                "total",
                new java.math.BigDecimal(total))));
  }

  private static Map<String, String> settings() {
    return Map.of(
        "client.timeout", "5 s",
        "client.retry-period", "100 ms",
        "rest.retry.max-attempts", "1",
        "security.ssl.rest.keystore-password", SECRET);
  }

  private static Launch launch(Optional<String> restore) {
    return launch(restore, List.of());
  }

  private static Launch launch(Optional<String> restore, List<RecordPlace> leftOut) {
    var plain = rig.launch();
    return new Launch(
        new Launch.Cluster(plain.cluster().url(), settings(), List.of()),
        plain.jobId(),
        plain.gateway(),
        restore,
        plain.checkpoints(),
        plain.every(),
        2,
        Duration.ofHours(1),
        new Launch.Writing(leftOut.isEmpty() ? "" : "without", false),
        leftOut);
  }

  /** The password in the login of the broker's clients. */
  private static String password() {
    var login = rig.kafka.access().properties().get("sasl.jaas.config");
    return login.replaceFirst(".*password=\"([^\"]+)\".*", "$1");
  }

  /** All that the cluster's REST interface shows of a job. */
  private static String seenOf(Launch launch) throws Exception {
    var seen = new StringBuilder();
    var http = HttpClient.newHttpClient();
    for (var path :
        List.of(
            "", "/config", "/plan", "/exceptions", "/jobmanager/config", "/checkpoints/config")) {
      var uri = launch.cluster().url().resolve("/jobs/" + launch.jobId() + path);
      seen.append(http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body());
    }
    assertThat(seen.toString()).contains(launch.jobId());
    return seen.toString();
  }

  private static void awaitSpent(String spent) {
    var all = table();
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!all.containsKey("1") || !all.get("1").path("spent").asText().equals(spent)) {
      assertThat(System.nanoTime()).as("%s is awaited; there is %s", spent, all).isLessThan(end);
      all = table();
    }
  }

  private static void awaitFailure(Launch launch, String sentence) throws Exception {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!seenOf(launch).contains(sentence)) {
      assertThat(System.nanoTime()).as("the job fails: %s", sentence).isLessThan(end);
    }
  }

  private static void cancel(Launch launch) throws Exception {
    var job = org.apache.flink.api.common.JobID.fromHexString(launch.jobId());
    rig.flink.cancelJob(job).get();
    rig.flink.requestJobResult(job).get();
  }

  private static Optional<String> newestCheckpoint(Launch launch) throws Exception {
    var job = folder.resolve("checkpoints").resolve(launch.jobId());
    try (var files = java.nio.file.Files.list(job)) {
      return files
          .filter(file -> file.resolve("_metadata").toFile().exists())
          .max(java.util.Comparator.comparingInt(FlinkPlannerIT::number))
          .map(file -> file.toUri().toString());
    }
  }

  private static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  private static void awaitRecord(PortName port, String part) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (shown(port).stream().noneMatch(each -> each.contains(part))) {
      assertThat(System.nanoTime()).as("there is %s", shown(port)).isLessThan(end);
    }
  }

  private static void awaitRecords(PortName port, String... records) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    var all = shown(port);
    while (all.size() < records.length) {
      assertThat(System.nanoTime()).as("there is %s", all).isLessThan(end);
      all = shown(port);
    }
    assertThat(all).containsExactlyInAnyOrder(records);
  }

  /** All committed records of a port, by the gateway's own decoder. */
  private static List<String> shown(PortName port) {
    var texts = new RecordTexts(rig.schemas.view);
    var all = new ArrayList<String>();
    try (var consumer = consumer(new ByteArrayDeserializer())) {
      forEach(
          consumer,
          port,
          record ->
              all.add(
                  new String(
                      texts.json(port, record.value()).orElseThrow(), StandardCharsets.UTF_8)));
    }
    return all;
  }

  private static <V> KafkaConsumer<String, V> consumer(Deserializer<V> values) {
    var properties = new HashMap<String, Object>();
    access().clientProperties().forEach((name, value) -> properties.put((String) name, value));
    properties.put("isolation.level", "read_committed");
    return new KafkaConsumer<>(properties, new StringDeserializer(), values);
  }

  private static <V> void forEach(
      KafkaConsumer<String, V> consumer, PortName port, Consumer<ConsumerRecord<String, V>> use) {
    var partitions = new ArrayList<TopicPartition>();
    consumer
        .partitionsFor(port.topic())
        .forEach(each -> partitions.add(new TopicPartition(each.topic(), each.partition())));
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    var ends = consumer.endOffsets(partitions);
    while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
      consumer.poll(Duration.ofMillis(200)).forEach(use);
    }
  }

  /** The newest record of each key that is committed. */
  private static Map<String, com.fasterxml.jackson.databind.JsonNode> table() {
    var table = new LinkedHashMap<String, com.fasterxml.jackson.databind.JsonNode>();
    try (var consumer = consumer(new StringDeserializer())) {
      forEach(
          consumer,
          SPENDING,
          record -> {
            if (record.value() == null) {
              table.remove(record.key());
            } else {
              table.put(record.key(), Json.parse(record.value().getBytes(StandardCharsets.UTF_8)));
            }
          });
    }
    return table;
  }

  private static KafkaAccess access() {
    return rig.kafka.access();
  }
}
