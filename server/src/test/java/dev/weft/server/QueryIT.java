package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Queries as people live with them, on the embedded Flink and on a cluster in processes of its own:
 * each test goes on with what the one before has left.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class QueryIT {
  private static final String HOURS =
      "SELECT window_start, COUNT(*) AS orders FROM TUMBLE(TABLE records.orders.orders,"
          + " DESCRIPTOR(`at`), INTERVAL '1' HOUR) GROUP BY window_start, window_end";
  private static final Duration PATIENCE = QueryMesh.PATIENCE;
  private static final String TOTALS = QueryMesh.TOTALS;
  private static final String PAGES = "totals.pages";
  private static final String SPENT = "totals.spent";
  private static final String BY_HOUR = "totals.by_hour";
  private static final String HOURS_QUERY =
      """
      apiVersion: weft.dev/v1
      kind: Query
      name: hours
      product: totals
      into: totals.by_hour
      sql: |
        SELECT window_start AS `hour`, COUNT(*) AS orders
        FROM TUMBLE(TABLE records.orders.orders, DESCRIPTOR(`at`), INTERVAL '1' HOUR)
        GROUP BY window_start, window_end
      """;
  private static final String LIMITS =
      """
      apiVersion: weft.dev/v1
      kind: Environment
      name: default
      queryLimits: {queries: 2}
      """;
  private static final String WHISPERS =
      """
      apiVersion: weft.dev/v1
      kind: Query
      name: whispers
      product: marks
      into: marks.out
      sql: SELECT id, orders.whisper(customer) AS mark FROM records.orders.orders
      """;
  private static final String PAGES_BESIDE =
      """
      apiVersion: weft.dev/v1
      kind: Query
      name: pages
      product: totals
      into: totals.pages
      sql: SELECT id, LOWER(page) AS page FROM orders.visits
      execution: {onChange: beside}
      """;
  private static final String PERSONAL_DATA =
      """
      apiVersion: weft.dev/v1
      kind: Policy
      name: personal-data
      type: mask
      resources: {tags: ["pii.*"]}
      rules:
        - {principals: {groups: [raw-readers]}, mask: %s}
        - {principals: {products: [totals]}, mask: none}
        - {principals: {everyone: true}, mask: redact}
      """;

  @TempDir static Path data;
  @TempDir static Path elsewhere;

  private static QueryMesh mesh;

  @BeforeAll
  static void publish() throws IOException {
    mesh = QueryMesh.start(data);
  }

  @AfterAll
  static void stop() {
    if (mesh != null) {
      mesh.close();
    }
  }

  @Test
  @Order(1)
  void whatIsWrittenIsSummedUpExactly() {
    mesh.write(100);

    mesh.awaitTotals();
    mesh.writeVisits(1, 40);
    Eventually.within(
        PATIENCE, "30 pages", () -> QueryMesh.values(mesh.rita(), PAGES).size() == 30);
    assertThat(QueryMesh.values(mesh.rita(), PAGES))
        .allSatisfy(page -> assertThat(page.path("page").asText()).isEqualTo("HOME"));
  }

  @Test
  @Order(2)
  void aDerivedFieldIsMaskedFromItsFirstRecord() {
    var seen = QueryMesh.values(mesh.ada(), TOTALS);

    assertThat(seen).isNotEmpty();
    assertThat(seen)
        .allSatisfy(one -> assertThat(one.path("contact").asText()).doesNotContain("@"));
    assertThat(QueryMesh.values(mesh.rita(), TOTALS))
        .allSatisfy(one -> assertThat(one.path("contact").asText()).contains("@"));
    assertThat(
            mesh.admin()
                .get("/api/v1/queries/totals")
                .body()
                .path("plan")
                .path("outputs")
                .toString())
        .contains("\"field\":\"email\",\"how\":\"AGGREGATED\"");
  }

  @Test
  @Order(3)
  void aStatementThatIsWrongIsRefusedWithItsPlace() {
    var body = Json.object();
    body.putArray("documents")
        .addObject()
        .put("file", "bad.yaml")
        .put(
            "text",
            """
            apiVersion: weft.dev/v1
            kind: Query
            name: bad
            product: totals
            into: totals.pages
            sql: |
              SELECT id,
                     pgae AS page
              FROM orders.visits
            """);

    var answer = mesh.admin().post("/api/v1/apply", body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    var problem = answer.body().path("problems").path(0);
    assertThat(problem.path("message").asText()).contains("pgae");
    assertThat(problem.path("place").path("line").asInt()).isEqualTo(8);
    assertThat(mesh.admin().get("/api/v1/queries/bad").status()).isEqualTo(404);
  }

  @Test
  @Order(4)
  void somebodyLooksAsTheyMay() throws Exception {
    var sql = "SELECT customer, email FROM orders.orders WHERE id < 3";

    assertThat(QueryMesh.look(mesh.rita(), sql))
        .hasSize(3)
        .allSatisfy(one -> assertThat(one).contains("@"));
    assertThat(QueryMesh.look(mesh.ada(), sql))
        .hasSize(3)
        .allSatisfy(one -> assertThat(one).doesNotContain("@"));
    assertThat(QueryMesh.look(mesh.rita(), HOURS)).as("a window has its memory").hasSize(1);
    var refused = mesh.olga().post("/api/v1/queries/run", Json.object().put("sql", sql));
    assertThat(refused.status()).as(refused.text()).isEqualTo(403);
    var agents = QueryMesh.asAgent(mesh.ada(), sql).path("structuredContent").path("rows");
    assertThat(agents.valueStream().map(Json::text))
        .as("in the order of whichever partition is read first")
        .containsExactlyInAnyOrderElementsOf(QueryMesh.look(mesh.ada(), sql));
    assertThat(QueryMesh.asAgent(mesh.olga(), sql).path("isError").asBoolean()).isTrue();
    var wrong =
        Json.object()
            .put("sql", "SELECT CAST(email AS INT) AS n FROM orders.orders WHERE customer = 'c3'");
    assertThat(mesh.rita().post("/api/v1/queries/run", wrong).text())
        .as("what an exception quotes is the caller's to see")
        .contains("query-failed")
        .contains("c3@example.com");
    assertThat(mesh.ada().post("/api/v1/queries/run", wrong).text())
        .contains("query-failed")
        .doesNotContain("example.com");
    var check = mesh.ada().post("/api/v1/queries/check", Json.object().put("sql", sql)).body();
    assertThat(check.path("outputs").path(0).path("fields").path(1).path("tags").toString())
        .isEqualTo("[\"pii.email\"]");
  }

  @Test
  @Order(5)
  void aStoppedQueryGoesOnWhereItWas() {
    mesh.act("totals", "stop");
    mesh.awaitState("totals", "STOPPED");
    mesh.write(100);
    assertThat(QueryMesh.values(mesh.rita(), TOTALS)).hasSize(100);

    mesh.act("totals", "start");

    mesh.awaitTotals();
    assertThat(QueryMesh.values(mesh.rita(), TOTALS))
        .as("each order changed one row, once")
        .hasSize(mesh.written());
  }

  @Test
  @Order(6)
  void whoseRightIsTakenReadsNoMoreAndGoesOnWhenItIsBack() {
    var grant =
        mesh.olga()
            .get("/api/v1/subscriptions?view=all&port=orders.orders")
            .body()
            .path("items")
            .valueStream()
            .filter(one -> one.path("port").asText().equals("orders.orders"))
            .findFirst()
            .orElseThrow();
    mesh.olga().post("/api/v1/subscriptions/" + grant.path("id").asText() + "/revoke");
    mesh.awaitState("totals", "WAITING");
    assertThat(mesh.status("totals").path("message").asText())
        .contains("may not read orders.orders");
    mesh.write(50);
    mesh.server()
        .apply(
            """
        apiVersion: weft.dev/v1
        kind: Policy
        name: totals-may-read
        type: access
        resources: {ports: [orders.orders]}
        rules: [{principals: {products: [totals]}, allow: [read]}]
        """);

    mesh.awaitTotals();
    assertThat(QueryMesh.values(mesh.rita(), TOTALS)).hasSize(mesh.written());
  }

  @Test
  @Order(7)
  void aFunctionThatMayNotBeCalledAnyMoreIsNotCalled() {
    mesh.server().apply(QueryMesh.FUNCTION.formatted(mesh.hash(), ""));

    mesh.awaitState("pages", "WAITING");
    assertThat(mesh.status("pages").path("message").asText())
        .isEqualTo("The product totals may not call the function orders.shout.");
    var other = QueryMesh.QUERY.replace("name: pages", "name: others");
    var body = Json.object();
    body.putArray("documents").addObject().put("file", "other.yaml").put("text", other);
    assertThat(mesh.admin().post("/api/v1/apply", body).text()).contains("unknown-function");
    var unknown = QueryMesh.FUNCTION.formatted("ab".repeat(32), "totals");
    body.putArray("documents").addObject().put("file", "unknown.yaml").put("text", unknown);
    assertThat(mesh.admin().post("/api/v1/apply", body).text()).contains("no-such-jar");

    mesh.server().apply(QueryMesh.FUNCTION.formatted(mesh.hash(), "totals"));
    mesh.awaitState("pages", "RUNNING");
    var shown = mesh.ada().get("/api/v1/functions").body().path("items").path(0);
    assertThat(shown.path("name").asText()).isEqualTo("orders.shout");
    assertThat(shown.path("here").asBoolean()).isTrue();
  }

  @Test
  @Order(8)
  void aQueryWhoseJarIsWithdrawnStops() throws IOException {
    mesh.server().apply(MeshFiles.text("/query/marks.yaml"));
    var jar = mesh.whisper(elsewhere);
    mesh.server().apply(WHISPERS);
    mesh.awaitState("whispers", "RUNNING");

    assertThat(mesh.admin().send("DELETE", "/api/v1/function-jars/" + jar, "").status())
        .isLessThan(300);

    mesh.awaitState("whispers", "WAITING");
    assertThat(mesh.status("whispers").path("message").asText())
        .isEqualTo("The product marks may not call the function orders.whisper.");
    assertThat(mesh.status("whispers").path("job").asText()).as("no job runs").isEmpty();
    assertThat(mesh.admin().send("DELETE", "/api/v1/resources/Query/whispers", "").status())
        .isLessThan(300);
  }

  @Test
  @Order(9)
  void anotherStatementThatCannotGoOnSaysSoAndIsComputedAnew() {
    mesh.server()
        .apply(
            """
        apiVersion: weft.dev/v1
        kind: Query
        name: totals
        product: totals
        into: totals.by_customer
        sql: |
          SELECT customer, MAX(email) AS contact, COUNT(*) AS orders, SUM(amount) * 2 AS amount
          FROM (SELECT DISTINCT id, customer, email, amount FROM orders.orders)
          GROUP BY customer
        """);
    mesh.awaitState("totals", "FAILED");
    assertThat(mesh.status("totals").path("message").asText())
        .contains("weft query restart totals");

    mesh.act("totals", "restart");

    Eventually.within(
        PATIENCE,
        "twice as much",
        () ->
            QueryMesh.amount(mesh.last(TOTALS))
                    .compareTo(mesh.sum().multiply(BigDecimal.valueOf(2)))
                == 0);
  }

  @Test
  @Order(10)
  void aChangeIsComputedBesideAndThenTakesThePlace() {
    var seen = QueryMesh.values(mesh.rita(), TOTALS).size();
    mesh.server()
        .apply(
            """
        apiVersion: weft.dev/v1
        kind: Query
        name: totals
        product: totals
        into: totals.by_customer
        sql: |
          SELECT customer, MAX(email) AS contact, COUNT(*) AS orders, SUM(amount) * 3 AS amount
          FROM orders.orders WHERE customer <> 'c6' GROUP BY customer
        execution: {onChange: beside}
        """);
    awaitNext();
    assertThat(QueryMesh.values(mesh.rita(), TOTALS)).as("nobody sees it yet").hasSize(seen);
    assertThat(mesh.status("totals").path("state").asText()).isEqualTo("RUNNING");

    mesh.act("totals", "abort");
    Eventually.within(
        PATIENCE, "nothing beside", () -> !mesh.status("totals").path("next").isObject());
    mesh.write(10);
    Eventually.within(
        PATIENCE,
        "the old one goes on",
        () ->
            QueryMesh.amount(mesh.last(TOTALS))
                    .compareTo(mesh.sum().multiply(BigDecimal.valueOf(2)))
                == 0);

    mesh.act("totals", "start");
    awaitNext();
    assertThat(mesh.olga().post("/api/v1/queries/pages/cutover").status()).isEqualTo(409);
    mesh.act("totals", "cutover");
    Eventually.within(
        PATIENCE,
        () -> "the new one in its place " + QueryMesh.rows(mesh.rita(), "") + mesh.status("totals"),
        () -> isTripled(QueryMesh.rows(mesh.rita(), "")));
    Eventually.within(
        PATIENCE, "what was written is in the audit", () -> !replaced().isMissingNode());
    assertThat(replaced().path("written").asInt()).isEqualTo(6);
    assertThat(replaced().path("removed").asInt()).isEqualTo(1);
    mesh.write(14);
    Eventually.within(PATIENCE, "it goes on", () -> isTripled(QueryMesh.rows(mesh.rita(), "")));
    assertThat(mesh.status("totals").path("next").isObject()).isFalse();
  }

  @Test
  @Order(11)
  void aRowIsFoundByItsKeyAsTheReaderMaySeeIt() {
    assertThat(QueryMesh.rows(mesh.rita(), "?key=c1").path("value").path("contact").asText())
        .contains("@");
    assertThat(QueryMesh.rows(mesh.ada(), "?key=c1").path("value").path("contact").asText())
        .doesNotContain("@");
    assertThat(
            QueryMesh.rows(mesh.ada(), "?from=c1&to=c3")
                .path("items")
                .valueStream()
                .map(QueryIT::key))
        .containsExactly("c1", "c2");
    assertThat(mesh.rita().get(QueryMesh.rowsOf(TOTALS) + "?key=c6").status()).isEqualTo(404);
    assertThat(mesh.rita().get(QueryMesh.rowsOf(PAGES)).status()).isEqualTo(409);

    mesh.server().apply(PERSONAL_DATA.formatted("redact"));

    assertThat(QueryMesh.rows(mesh.rita(), "?key=c1").path("value").path("contact").asText())
        .as("no row that was kept before")
        .doesNotContain("@");
    mesh.server().apply(PERSONAL_DATA.formatted("none"));
    assertThat(QueryMesh.rows(mesh.rita(), "?key=c1").path("value").path("contact").asText())
        .contains("@");
  }

  @Test
  @Order(12)
  void aQueryThatTakesTooMuchIsStoppedAndOthersAreUnharmed() {
    assertThat(mesh.apply(LIMITS, spent("1KB")).text())
        .contains("query-limit")
        .contains("totals has 2 queries");
    assertThat(mesh.apply(PAGES_BESIDE).text()).contains("beside-needs-keys");

    mesh.server().apply(spent("1KB"));
    mesh.awaitState("spent", "FAILED");
    assertThat(mesh.status("spent").path("message").asText())
        .contains("state has grown")
        .contains("execution.stateTtl");
    mesh.server().apply(spent("1GB"));
    mesh.awaitState("spent", "RUNNING");

    mesh.post("orders.orders", order(5000, "2026-05-01T12:00:00Z"));
    mesh.awaitState("spent", "RESTARTING");
    assertThat(mesh.status("spent").path("message").asText())
        .contains("/ by zero")
        .contains("onError: skip");
    var poisoned = mesh.status("spent").path("record").asText();
    assertThat(poisoned).startsWith("orders.orders/");
    assertThat(mesh.status("totals").path("state").asText()).isEqualTo("RUNNING");
    assertThat(mesh.status("pages").path("state").asText()).isEqualTo("RUNNING");

    mesh.server().apply(spent("1GB, onError: skip"));
    Eventually.within(
        PATIENCE,
        () -> "it goes on without the record; now " + mesh.status("spent"),
        () -> mesh.status("spent").path("leftOut").path("count").asInt() == 1);
    assertThat(mesh.status("spent").path("leftOut").path("newest").path(0).asText())
        .isEqualTo(poisoned);
    mesh.awaitState("spent", "RUNNING");
    mesh.write(7);
    Eventually.within(
        PATIENCE,
        () -> "all orders but one; now " + mesh.last(SPENT) + mesh.status("spent"),
        () -> QueryMesh.orders(mesh.last(SPENT)) == mesh.written());
    var aside =
        mesh.olga().get("/api/v1/ports/" + SPENT + "/quarantine").body().path("items").path(0);
    assertThat(aside.path("source").asText() + "/" + aside.path("position").asText())
        .isEqualTo(poisoned.replaceFirst("/(\\d+)$", "/offset $1"));
    assertThat(aside.path("processor").asText()).isEqualTo("query spent");
    assertThat(aside.path("violations").path(0).path("message").asText()).contains(poisoned);
    mesh.admin().send("DELETE", "/api/v1/resources/Query/spent", "");
  }

  @Test
  @Order(13)
  void aProductIsHeldToItsShareOfTheCpuAndOthersAreNot() {
    mesh.write(3_000);
    mesh.server().apply(MeshFiles.text("/query/busy.yaml"));

    Eventually.within(
        PATIENCE,
        () -> "the one without a limit has all; now " + mesh.status("marks-free"),
        () -> recordsOut("marks-free") >= mesh.written());
    var free = mesh.status("marks-free");
    var held = mesh.status("marks-held");
    var cpu = held.path("cpu");

    assertThat(cpu.path("held").asBoolean()).as(held.toString()).isTrue();
    assertThat(held.path("message").asText()).startsWith("It is held at 0.05 of a core");
    assertThat(free.path("cpu").path("held").asBoolean()).isFalse();
    var since = Duration.between(Instant.parse(held.path("since").asText()), Instant.now());
    var may = 0.05 * since.toMillis() / 1e3;
    var all = free.path("cpu").path("seconds").asDouble();
    assertThat(cpu.path("seconds").asDouble())
        .as("its share, and what it had read ahead, of the %s s that it all takes", all)
        .isLessThan(may + 0.5 * all);
    assertThat(mesh.status("totals").path("state").asText()).isEqualTo("RUNNING");
    assertThat(mesh.admin().get("/metrics").text())
        .contains("weft_query_cpu_held{query=\"marks-held\"} 1")
        .contains("weft_query_cpu_held{query=\"marks-free\"} 0");
    var elsewhere =
        mesh.apply(
            LIMITS.replace("queries: 2}", "cpu: 0.5}\nflink: {url: \"http://127.0.0.1:1\"}"));
    assertThat(elsewhere.text()).contains("cpu-not-measured");
    mesh.admin().send("DELETE", "/api/v1/resources/Query/marks-held", "");
    mesh.admin().send("DELETE", "/api/v1/resources/Query/marks-free", "");
  }

  @Test
  @Order(14)
  void aQueryMovesToAnotherClusterWithItsStateAndBack() throws Exception {
    mesh.writeVisits(41, 80);
    Eventually.within(
        PATIENCE, "60 pages", () -> QueryMesh.values(mesh.rita(), PAGES).size() == 60);
    mesh.server().apply(HOURS_QUERY);
    mesh.awaitState("hours", "RUNNING");
    awaitRead("hours", mesh.written());
    try (var cluster = FlinkProcesses.start(elsewhere)) {
      mesh.server()
          .apply(
              """
          apiVersion: weft.dev/v1
          kind: Environment
          name: default
          flink: {url: "%s"}
          """
                  .formatted(cluster.url()));
      mesh.awaitRunningAt("pages", cluster.url());
      mesh.awaitRunningAt("hours", cluster.url());
      mesh.write(20);
      awaitRead("hours", 20);
      assertThat(records("hours"))
          .as("what the window has counted is not read again")
          .isEqualTo(20);
      mesh.register(
          "orders.visits-value",
          "AVRO",
          QueryMesh.VISITS.formatted(
              ", {\"name\": \"note\", \"type\": \"string\", \"default\": \"\"}"));
      mesh.writeVisits(81, 120);
      Eventually.within(
          PATIENCE, "90 pages", () -> QueryMesh.values(mesh.rita(), PAGES).size() == 90);

      mesh.server()
          .apply(
              """
          apiVersion: weft.dev/v1
          kind: Environment
          name: default
          description: everything in the server
          """);
      mesh.awaitRunningAt("pages", "");
      mesh.awaitRunningAt("hours", "");
    }
    mesh.writeVisits(121, 160);
    Eventually.within(
        PATIENCE, "120 pages", () -> QueryMesh.values(mesh.rita(), PAGES).size() == 120);
    assertThat(
            QueryMesh.values(mesh.rita(), PAGES).stream()
                .map(one -> one.path("id").asInt())
                .distinct())
        .as("none twice")
        .hasSize(120);
    mesh.write(15);
    mesh.post("orders.orders", order(6000, "2026-05-01T14:00:00Z"));
    Eventually.within(
        PATIENCE,
        () -> "the hour is over; now " + mesh.status("hours"),
        () -> !QueryMesh.values(mesh.rita(), BY_HOUR).isEmpty());
    assertThat(QueryMesh.values(mesh.rita(), BY_HOUR))
        .singleElement()
        .satisfies(hour -> assertThat(hour.path("orders").asInt()).isEqualTo(mesh.written() + 1));
  }

  @Test
  @Order(15)
  void aQueryThatIsGoneLeavesNothing() {
    assertThat(mesh.admin().send("DELETE", "/api/v1/resources/Query/pages", "").status())
        .isLessThan(300);

    Eventually.within(
        PATIENCE,
        "no job",
        () -> !mesh.admin().get("/metrics").text().contains("weft_query_running{query=\"pages\"}"));
    assertThat(mesh.admin().get("/api/v1/queries/pages").status()).isEqualTo(404);
    Eventually.within(
        PATIENCE, "no state", () -> !data.resolve("flink/state/pages").toFile().exists());
  }

  private static String order(int id, String at) {
    return """
        {"id": %d, "customer": "c0", "email": "c0@example.com", "amount": 0, "at": "%s"}"""
        .formatted(id, at);
  }

  /** So much the query's job has read since it began, at least. */
  private static void awaitRead(String query, int count) {
    Eventually.within(
        PATIENCE,
        () -> query + " has read " + count + "; now " + mesh.status(query),
        () -> records(query) >= count);
  }

  private static int recordsOut(String query) {
    return mesh.status(query).path("numbers").path("recordsOut").asInt();
  }

  private static int records(String query) {
    return mesh.status(query).path("numbers").path("recordsIn").asInt();
  }

  private static String spent(String limit) {
    return """
        apiVersion: weft.dev/v1
        kind: Query
        name: spent
        product: totals
        into: totals.spent
        sql: |
          SELECT customer, MAX(email) AS contact, COUNT(*) AS orders,
                 SUM(CAST(100 / (id - 5000) AS DECIMAL(10, 2))) AS amount
          FROM records.orders.orders GROUP BY customer
        execution: {stateLimit: %s}
        """
        .formatted(limit);
  }

  private static JsonNode replaced() {
    return mesh.admin()
        .get("/api/v1/audit?action=query.replaced")
        .body()
        .path("items")
        .path(0)
        .path("details");
  }

  private static String key(JsonNode row) {
    return row.path("key").asText();
  }

  /** Of customers 0 to 5, three times what they have ordered. */
  private static boolean isTripled(JsonNode rows) {
    var wanted = new LinkedHashMap<String, BigDecimal>();
    IntStream.range(0, mesh.written())
        .filter(id -> id % 7 != 6)
        .forEach(id -> wanted.merge("c" + id % 7, new BigDecimal("3.30"), BigDecimal::add));
    return rows.path("items").size() == wanted.size()
        && rows.path("items")
            .valueStream()
            .allMatch(
                row ->
                    row.path("value")
                            .path("amount")
                            .decimalValue()
                            .compareTo(wanted.getOrDefault(key(row), BigDecimal.ZERO))
                        == 0);
  }

  private static void awaitNext() {
    Eventually.within(
        PATIENCE,
        () -> "the new statement has caught up; now " + mesh.status("totals"),
        () -> mesh.status("totals").path("next").path("caughtUp").asBoolean());
  }
}
