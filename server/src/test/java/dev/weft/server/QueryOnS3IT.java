package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Flink cluster that keeps what queries remember in an S3-compatible store: kill -9 of the
 * process that computes them, a stop and a start, and all is counted once. The store's secret is
 * the cluster's; Weft never has it.
 *
 * <p>By hand, since it brings Flink's plug-in for S3 along: {@code mvn verify -Ps3}.
 */
@EnabledIfSystemProperty(named = "weft.s3", matches = "on")
class QueryOnS3IT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Path PLUGIN = Path.of("target/s3/flink-s3.jar");
  private static final String TOTALS = "totals.by_customer";
  private static final BigDecimal AMOUNT = new BigDecimal("0.30");

  @TempDir static Path data;
  @TempDir static Path elsewhere;

  private Rest admin;
  private Rest olga;
  private Rest rita;
  private int written;

  @Test
  void whatQueriesRememberSurvivesInAStoreThatSpeaksS3() throws Exception {
    try (var s3 = S3Process.start(elsewhere);
        var cluster = FlinkProcesses.start(elsewhere, PLUGIN, settings(s3));
        var server = OwnServer.start(data, environment(cluster.url()))) {
      server.apply(MeshFiles.text("/query/mesh.yaml"));
      admin = server.admin();
      olga = server.login("olga");
      rita = server.login("rita");
      write(200);
      awaitAllOnce();
      Eventually.within(PATIENCE, () -> "a checkpoint in S3; now " + status(), this::isInS3);
      assertThat(s3.files()).isPositive();

      write(100);
      cluster.killTasks();
      write(100);
      cluster.startTasks();
      awaitAllOnce();

      act("stop");
      awaitState("STOPPED");
      write(100);
      act("start");
      awaitAllOnce();
      assertThat(admin.get("/api/v1/queries/totals").text()).doesNotContain("s3.secret");
    }
  }

  private static List<String> settings(S3Process s3) {
    return List.of(
        "s3.endpoint: " + s3.url(),
        "s3.region: us-east-1",
        "s3.access-key: weft",
        "s3.secret-key: only-the-cluster-knows");
  }

  private static String environment(String url) {
    return """
        apiVersion: weft.dev/v1
        kind: Environment
        name: default
        flink: {url: "%s", checkpoints: "s3://%s/state"}
        """
        .formatted(url, S3Process.BUCKET);
  }

  private boolean isInS3() {
    var path = status().path("numbers").path("checkpoint").path("path").asText();
    return path.startsWith("s3://" + S3Process.BUCKET + "/state/totals/");
  }

  private JsonNode status() {
    return admin.get("/api/v1/queries/totals").body().path("status");
  }

  private void act(String what) {
    var answer = olga.post("/api/v1/queries/totals/" + what);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private void awaitState(String state) {
    Eventually.within(
        PATIENCE,
        () -> "totals is " + state + "; now " + status(),
        () -> status().path("state").asText().equals(state));
  }

  private void write(int count) {
    var lines =
        IntStream.range(written, written + count)
            .mapToObj(
                id ->
                    Json.text(
                        Json.object()
                            .put("id", id)
                            .put("customer", "c" + id % 5)
                            .put("email", "c@example.com")
                            .put("amount", AMOUNT)
                            .put("at", "2026-05-01T12:00:00Z")))
            .collect(Collectors.joining("\n"));
    var answer = olga.send("POST", "/api/v1/ports/orders.orders/records", lines);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    written += count;
  }

  /** Each order has changed the row of its customer once, and the last rows have all. */
  private void awaitAllOnce() throws IOException {
    Eventually.within(
        PATIENCE,
        () -> written + " orders are counted; now " + records().size() + " " + status(),
        () -> records().size() >= written);
    var records = records();
    assertThat(records).as("none is counted twice").hasSize(written);
    var last = new HashMap<String, JsonNode>();
    records.forEach(row -> last.put(row.path("customer").asText(), row));
    assertThat(last.values().stream().mapToInt(row -> row.path("orders").asInt()).sum())
        .isEqualTo(written);
    assertThat(sum(last)).isEqualByComparingTo(AMOUNT.multiply(BigDecimal.valueOf(written)));
  }

  private static BigDecimal sum(Map<String, JsonNode> rows) {
    return rows.values().stream()
        .map(row -> row.path("amount").decimalValue())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private List<JsonNode> records() {
    var answer = rita.get("/api/v1/ports/" + TOTALS + "/records");
    return answer.status() != 200
        ? List.of()
        : answer
            .text()
            .lines()
            .filter(line -> !line.isBlank())
            .map(Json::parse)
            .filter(JsonNode::isObject)
            .toList();
  }
}
