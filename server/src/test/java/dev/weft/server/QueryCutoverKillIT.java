package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.server.StepWatch.Step;
import dev.weft.server.WeftProcess.Home;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at every step by which a new statement takes the old one's place, one after another in
 * one cutover: people see what the old one gives and then what the new one gives, each change once,
 * and never both by turns.
 *
 * <p>Three steps are tried, all seven with {@code -Dweft.query.steps=all}.
 */
class QueryCutoverKillIT {
  private static final String QUERIES = "dev.weft.server.query.";

  /** What is about to happen when the process is killed; what comes before it has happened. */
  private static final List<Step> STEPS =
      List.of(
          // The old job rests with its savepoint, the new one is about to.
          new Step(QUERIES + "KeptJob", "settle", 1),
          // Both rest, and the log does not say yet that what differs is written.
          new Step(QUERIES + "QueryLedger", "cutting", 1),
          // It says so, and nothing is compared yet.
          new Step(QUERIES + "UpcomingContents", "publish", 1),
          // The transaction is open and has some of the rows.
          new Step(QUERIES + "UpcomingContents", "send", 3),
          // All rows are committed, and the log does not know.
          new Step(QUERIES + "QueryLedger", "replaced", 1),
          // The new one is the query, and what it was computed in is still there.
          new Step(QUERIES + "Checkpoints", "forget", 1),
          // All is tidied up, and the log does not know.
          new Step(QUERIES + "QueryLedger", "cleared", 1));

  private static final List<Step> TRIED =
      System.getProperty("weft.query.steps", "").equals("all")
          ? STEPS
          : List.of(STEPS.get(1), STEPS.get(3), STEPS.get(4));

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String SPENT = "totals.spent";
  private static final int CUSTOMERS = 5;

  @TempDir Path folder;

  private Rest admin;
  private Rest olga;
  private Rest rita;
  private int written;

  @Test
  void whereverItIsKilledOneStatementWritesAndWhatItWritesIsRight() throws Exception {
    var home = Home.at(folder.resolve("data"), new Random());
    var weft = home.start().awaitReady();
    try {
      admin = home.admin();
      apply(mesh());
      olga = person("olga");
      rita = person("rita");
      apply(spent("old"));
      write(40);
      Eventually.within(PATIENCE, () -> "the old rows; now " + rows(), () -> isRight("old"));
      apply(spent("new"));
      Eventually.within(PATIENCE, "cut over", () -> act("cutover"));
      for (var step : TRIED) {
        weft.kill();
        weft = killedAt(step, home);
      }
      weft.kill();
      weft = home.start().awaitReady();
      Eventually.within(PATIENCE, () -> "the new rows; now " + rows(), () -> isRight("new"));
      assertThat(writers().values())
          .as("each row was written once, however often it was begun")
          .allSatisfy(writers -> assertThat(writers).containsOnlyOnce("new"));
      write(20);
      Eventually.within(PATIENCE, () -> "it goes on; now " + rows(), () -> isRight("new"));
      assertThat(writers().values())
          .as("after the first row of the new statement comes none of the old one")
          .allSatisfy(
              writers ->
                  assertThat(writers.subList(writers.indexOf("new"), writers.size()))
                      .doesNotContain("old"));
    } catch (AssertionError e) {
      System.out.println("QueryCutoverKillIT: the last lines of Weft\n" + weft.printedLast(60));
      throw e;
    } finally {
      weft.close();
    }
  }

  private WeftProcess killedAt(Step step, Home home) throws Exception {
    try (var watch = StepWatch.of(step)) {
      var weft = home.start(watch.options());
      try {
        watch.await(PATIENCE);
      } catch (AssertionError e) {
        weft.close();
        throw new AssertionError(e.getMessage() + weft.printedLast(60), e);
      }
      System.out.println("QueryCutoverKillIT: killed at " + step);
      weft.kill();
      return weft;
    }
  }

  /** Without the queries that others test. */
  private static String mesh() {
    var text = MeshFiles.text("/query/mesh.yaml");
    return text.substring(0, text.indexOf("---\napiVersion: weft.dev/v1\nkind: Query"));
  }

  private static String spent(String version) {
    return """
        apiVersion: weft.dev/v1
        kind: Query
        name: spent
        product: totals
        into: totals.spent
        sql: |
          SELECT customer, '%s' AS contact, COUNT(*) AS orders, SUM(amount) AS amount
          FROM orders.orders GROUP BY customer
        execution: {onChange: beside, checkpointInterval: 500ms}
        """
        .formatted(version);
  }

  private void apply(String text) {
    var answer = admin.post("/api/v1/apply", MeshFiles.of(text));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private boolean act(String what) {
    return olga.post("/api/v1/queries/spent/" + what, Json.object()).status() < 300;
  }

  private void write(int count) {
    var lines =
        IntStream.range(written, written + count)
            .mapToObj(
                id ->
                    """
                    {"id": %d, "customer": "c%d", "email": "x@example.com", "amount": 1.5, "at": "2026-05-01T12:00:00Z"}"""
                        .formatted(id, id % CUSTOMERS))
            .collect(Collectors.joining("\n"));
    var answer = olga.send("POST", "/api/v1/ports/orders.orders/records", lines);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    written += count;
  }

  /** Whether each customer's newest row is of this statement and counts all orders. */
  private boolean isRight(String version) {
    var rows = rows();
    return rows.size() == CUSTOMERS
        && rows.values().stream()
            .allMatch(
                row ->
                    row.path("contact").asText().equals(version)
                        && row.path("orders").asInt() == written / CUSTOMERS
                        && row.path("amount").asDouble() == 1.5 * written / CUSTOMERS);
  }

  private Map<String, JsonNode> rows() {
    return records().stream()
        .collect(
            Collectors.toMap(row -> row.path("customer").asText(), row -> row, (old, now) -> now));
  }

  /** Which statement wrote the records of each customer, one after another. */
  private Map<String, List<String>> writers() {
    return records().stream()
        .collect(
            Collectors.groupingBy(
                row -> row.path("customer").asText(),
                Collectors.mapping(row -> row.path("contact").asText(), Collectors.toList())));
  }

  /** All that was committed, in the order of its partition. */
  private List<JsonNode> records() {
    try {
      var answer = rita.get("/api/v1/ports/" + SPENT + "/records");
      return answer.status() != 200
          ? List.of()
          : answer
              .text()
              .lines()
              .filter(line -> !line.isBlank())
              .map(Json::parse)
              .filter(JsonNode::isObject)
              .toList();
    } catch (UncheckedIOException e) {
      return List.of();
    }
  }

  private Rest person(String name) {
    var password = "a long password of " + name;
    admin.send(
        "PUT",
        "/api/v1/users/" + name + "/password",
        Json.text(Json.object().put("password", password)));
    return admin.login(name, password);
  }
}
