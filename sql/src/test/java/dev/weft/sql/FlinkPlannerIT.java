package dev.weft.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.model.ProblemException;
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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
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
  private static final String SECRET = "s3cr3t-in-settings";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private static Path folder;
  private static QueryRig rig;

  @BeforeAll
  static void start() throws Exception {
    rig = QueryRig.start(folder);
    rig.topics(2, INVOICES, CUSTOMERS, SPENDING);
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
    var plain = rig.launch();
    return new Launch(
        new Launch.Cluster(plain.cluster().url(), settings(), List.of()),
        plain.jobId(),
        plain.gateway(),
        restore,
        plain.checkpoints(),
        plain.every(),
        2,
        Duration.ofHours(1));
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

  /** The newest record of each key that is committed. */
  private static Map<String, com.fasterxml.jackson.databind.JsonNode> table() {
    var properties = new HashMap<String, Object>();
    access().clientProperties().forEach((name, value) -> properties.put((String) name, value));
    properties.put("isolation.level", "read_committed");
    var table = new LinkedHashMap<String, com.fasterxml.jackson.databind.JsonNode>();
    try (var consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      var partitions = new ArrayList<TopicPartition>();
      consumer
          .partitionsFor(SPENDING.topic())
          .forEach(each -> partitions.add(new TopicPartition(each.topic(), each.partition())));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          if (record.value() == null) {
            table.remove(record.key());
          } else {
            table.put(record.key(), Json.parse(record.value().getBytes(StandardCharsets.UTF_8)));
          }
        }
      }
    }
    return table;
  }

  private static KafkaAccess access() {
    return rig.kafka.access();
  }
}
