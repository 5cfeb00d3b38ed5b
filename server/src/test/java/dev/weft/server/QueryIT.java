package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.testing.PluginJar;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TOTALS = "totals.by_customer";
  private static final String PAGES = "totals.pages";
  private static final String LIMITS =
      """
      apiVersion: weft.dev/v1
      kind: Environment
      name: default
      queryLimits: {queries: 2}
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

  private static OwnServer server;
  private static Rest admin;
  private static Rest olga;
  private static Rest rita;
  private static Rest ada;
  private static int written;
  private static String hash;

  private static final String SHOUT =
      """
      package org.example;
      public final class Shout extends org.apache.flink.table.functions.ScalarFunction {
        public String eval(String text) {
          return text == null ? null : text.toUpperCase(java.util.Locale.ROOT);
        }
      }
      """;
  private static final String FUNCTION =
      """
      apiVersion: weft.dev/v1
      kind: Function
      name: orders.shout
      product: orders
      class: org.example.Shout
      sha256: %s
      usableBy: [%s]
      """;
  private static final String QUERY =
      """
      apiVersion: weft.dev/v1
      kind: Query
      name: pages
      product: totals
      into: totals.pages
      sql: SELECT id, orders.shout(page) AS page FROM orders.visits WHERE page <> 'none'
      """;
  private static final String VISITS =
      """
      {"type": "record", "name": "Visit", "fields": [
        {"name": "id", "type": "long"}, {"name": "page", "type": "string"}%s]}
      """;
  private static final String PAGE =
      "syntax = \"proto3\"; message Page { int64 id = 1; string page = 2; }";

  @BeforeAll
  static void publish() throws IOException {
    var jar = Files.createDirectories(data.resolve("functions")).resolve("shout.jar");
    new PluginJar().source("org.example.Shout", SHOUT).writeTo(jar);
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
    hash = HexFormat.of().formatHex(sha256(jar));
    server = OwnServer.start(data, mesh());
    register("orders.visits-value", "AVRO", VISITS.formatted(""));
    register("totals.pages-value", "PROTOBUF", PAGE);
    server.apply(FUNCTION.formatted(hash, "totals"));
    server.apply(QUERY);
    admin = server.admin();
    olga = server.login("olga");
    rita = server.login("rita");
    ada = server.login("ada");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  @Order(1)
  void whatIsWrittenIsSummedUpExactly() {
    write(100);

    awaitTotals();
    writeVisits(1, 40);
    Eventually.within(PATIENCE, "30 pages", () -> values(rita, PAGES).size() == 30);
    assertThat(values(rita, PAGES))
        .allSatisfy(page -> assertThat(page.path("page").asText()).isEqualTo("HOME"));
  }

  @Test
  @Order(2)
  void aDerivedFieldIsMaskedFromItsFirstRecord() {
    var seen = values(ada, TOTALS);

    assertThat(seen).isNotEmpty();
    assertThat(seen)
        .allSatisfy(one -> assertThat(one.path("contact").asText()).doesNotContain("@"));
    assertThat(values(rita, TOTALS))
        .allSatisfy(one -> assertThat(one.path("contact").asText()).contains("@"));
    assertThat(admin.get("/api/v1/queries/totals").body().path("plan").path("outputs").toString())
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

    var answer = admin.post("/api/v1/apply", body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    var problem = answer.body().path("problems").path(0);
    assertThat(problem.path("message").asText()).contains("pgae");
    assertThat(problem.path("place").path("line").asInt()).isEqualTo(8);
    assertThat(admin.get("/api/v1/queries/bad").status()).isEqualTo(404);
  }

  @Test
  @Order(4)
  void somebodyLooksAsTheyMay() throws Exception {
    var sql = "SELECT customer, email FROM orders.orders WHERE id < 3";

    assertThat(look(rita, sql)).hasSize(3).allSatisfy(one -> assertThat(one).contains("@"));
    assertThat(look(ada, sql)).hasSize(3).allSatisfy(one -> assertThat(one).doesNotContain("@"));
    assertThat(look(rita, HOURS)).as("a window has its memory").hasSize(1);
    var refused = olga.post("/api/v1/queries/run", Json.object().put("sql", sql));
    assertThat(refused.status()).as(refused.text()).isEqualTo(403);
    assertThat(asAgent(ada, sql).path("structuredContent").path("rows").toString())
        .isEqualTo("[" + String.join(",", look(ada, sql)) + "]");
    assertThat(asAgent(olga, sql).path("isError").asBoolean()).isTrue();
    var check = ada.post("/api/v1/queries/check", Json.object().put("sql", sql)).body();
    assertThat(check.path("outputs").path(0).path("fields").path(1).path("tags").toString())
        .isEqualTo("[\"pii.email\"]");
  }

  @Test
  @Order(5)
  void aStoppedQueryGoesOnWhereItWas() {
    act("totals", "stop");
    awaitState("totals", "STOPPED");
    write(100);
    assertThat(values(rita, TOTALS)).hasSize(100);

    act("totals", "start");

    awaitTotals();
    assertThat(values(rita, TOTALS)).as("each order changed one row, once").hasSize(written);
  }

  @Test
  @Order(6)
  void whoseRightIsTakenReadsNoMoreAndGoesOnWhenItIsBack() {
    var grant =
        olga.get("/api/v1/subscriptions?view=all&port=orders.orders")
            .body()
            .path("items")
            .valueStream()
            .filter(one -> one.path("port").asText().equals("orders.orders"))
            .findFirst()
            .orElseThrow();
    olga.post("/api/v1/subscriptions/" + grant.path("id").asText() + "/revoke");
    awaitState("totals", "WAITING");
    assertThat(status("totals").path("message").asText()).contains("may not read orders.orders");
    write(50);
    server.apply(
        """
        apiVersion: weft.dev/v1
        kind: Policy
        name: totals-may-read
        type: access
        resources: {ports: [orders.orders]}
        rules: [{principals: {products: [totals]}, allow: [read]}]
        """);

    awaitTotals();
    assertThat(values(rita, TOTALS)).hasSize(written);
  }

  @Test
  @Order(7)
  void aFunctionThatMayNotBeCalledAnyMoreIsNotCalled() {
    server.apply(FUNCTION.formatted(hash, ""));

    awaitState("pages", "WAITING");
    assertThat(status("pages").path("message").asText())
        .isEqualTo("The product totals may not call the function orders.shout.");
    var other = QUERY.replace("name: pages", "name: others");
    var body = Json.object();
    body.putArray("documents").addObject().put("file", "other.yaml").put("text", other);
    assertThat(admin.post("/api/v1/apply", body).text()).contains("unknown-function");
    var unknown = FUNCTION.formatted("ab".repeat(32), "totals");
    body.putArray("documents").addObject().put("file", "unknown.yaml").put("text", unknown);
    assertThat(admin.post("/api/v1/apply", body).text()).contains("no-such-jar");

    server.apply(FUNCTION.formatted(hash, "totals"));
    awaitState("pages", "RUNNING");
    var shown = ada.get("/api/v1/functions").body().path("items").path(0);
    assertThat(shown.path("name").asText()).isEqualTo("orders.shout");
    assertThat(shown.path("here").asBoolean()).isTrue();
  }

  @Test
  @Order(8)
  void anotherStatementThatCannotGoOnSaysSoAndIsComputedAnew() {
    server.apply(
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
    awaitState("totals", "FAILED");
    assertThat(status("totals").path("message").asText()).contains("weft query restart totals");

    act("totals", "restart");

    Eventually.within(
        PATIENCE,
        "twice as much",
        () -> amount(last(TOTALS)).compareTo(sum().multiply(BigDecimal.valueOf(2))) == 0);
  }

  @Test
  @Order(9)
  void aChangeIsComputedBesideAndThenTakesThePlace() {
    var seen = values(rita, TOTALS).size();
    server.apply(
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
    assertThat(values(rita, TOTALS)).as("nobody sees it yet").hasSize(seen);
    assertThat(status("totals").path("state").asText()).isEqualTo("RUNNING");

    act("totals", "abort");
    Eventually.within(PATIENCE, "nothing beside", () -> !status("totals").path("next").isObject());
    write(10);
    Eventually.within(
        PATIENCE,
        "the old one goes on",
        () -> amount(last(TOTALS)).compareTo(sum().multiply(BigDecimal.valueOf(2))) == 0);

    act("totals", "start");
    awaitNext();
    assertThat(olga.post("/api/v1/queries/pages/cutover").status()).isEqualTo(409);
    act("totals", "cutover");
    Eventually.within(
        PATIENCE,
        () -> "the new one in its place " + rows(rita, "") + status("totals"),
        () -> isTripled(rows(rita, "")));
    Eventually.within(
        PATIENCE, "what was written is in the audit", () -> !replaced().isMissingNode());
    assertThat(replaced().path("written").asInt()).isEqualTo(6);
    assertThat(replaced().path("removed").asInt()).isEqualTo(1);
    write(14);
    Eventually.within(PATIENCE, "it goes on", () -> isTripled(rows(rita, "")));
    assertThat(status("totals").path("next").isObject()).isFalse();
  }

  @Test
  @Order(10)
  void aRowIsFoundByItsKeyAsTheReaderMaySeeIt() {
    assertThat(rows(rita, "?key=c1").path("value").path("contact").asText()).contains("@");
    assertThat(rows(ada, "?key=c1").path("value").path("contact").asText()).doesNotContain("@");
    assertThat(rows(ada, "?from=c1&to=c3").path("items").valueStream().map(QueryIT::key))
        .containsExactly("c1", "c2");
    assertThat(rita.get(rowsOf(TOTALS) + "?key=c6").status()).isEqualTo(404);
    assertThat(rita.get(rowsOf(PAGES)).status()).isEqualTo(409);

    server.apply(PERSONAL_DATA.formatted("redact"));

    assertThat(rows(rita, "?key=c1").path("value").path("contact").asText())
        .as("no row that was kept before")
        .doesNotContain("@");
    server.apply(PERSONAL_DATA.formatted("none"));
    assertThat(rows(rita, "?key=c1").path("value").path("contact").asText()).contains("@");
  }

  @Test
  @Order(11)
  void aQueryThatTakesTooMuchIsStoppedAndOthersAreUnharmed() {
    assertThat(apply(LIMITS, spent("1KB")).text())
        .contains("query-limit")
        .contains("totals has 2 queries");
    assertThat(apply(PAGES_BESIDE).text()).contains("beside-needs-keys");

    server.apply(spent("1KB"));
    awaitState("spent", "FAILED");
    assertThat(status("spent").path("message").asText())
        .contains("state has grown")
        .contains("execution.stateTtl");
    server.apply(spent("1GB"));
    awaitState("spent", "RUNNING");

    post(
        "orders.orders",
        "{\"id\": 5000, \"customer\": \"c0\", \"email\": \"c0@example.com\", \"amount\": 0, \"at\": \"2026-05-01T12:00:00Z\"}");
    awaitState("spent", "RESTARTING");
    assertThat(status("spent").path("message").asText())
        .contains("/ by zero")
        .contains("orders.orders");
    assertThat(status("totals").path("state").asText()).isEqualTo("RUNNING");
    assertThat(status("pages").path("state").asText()).isEqualTo("RUNNING");
    admin.send("DELETE", "/api/v1/resources/Query/spent", "");
  }

  @Test
  @Order(12)
  void aQueryMovesToAnotherClusterWithItsStateAndBack() throws Exception {
    writeVisits(41, 80);
    Eventually.within(PATIENCE, "60 pages", () -> values(rita, PAGES).size() == 60);
    try (var cluster = FlinkProcesses.start(elsewhere)) {
      server.apply(
          """
          apiVersion: weft.dev/v1
          kind: Environment
          name: default
          flink: {url: "%s"}
          """
              .formatted(cluster.url()));
      awaitRunningAt("pages", cluster.url());
      register(
          "orders.visits-value",
          "AVRO",
          VISITS.formatted(", {\"name\": \"note\", \"type\": \"string\", \"default\": \"\"}"));
      writeVisits(81, 120);
      Eventually.within(PATIENCE, "90 pages", () -> values(rita, PAGES).size() == 90);

      server.apply(
          """
          apiVersion: weft.dev/v1
          kind: Environment
          name: default
          description: everything in the server
          """);
      awaitRunningAt("pages", "");
    }
    writeVisits(121, 160);
    Eventually.within(PATIENCE, "120 pages", () -> values(rita, PAGES).size() == 120);
    assertThat(values(rita, PAGES).stream().map(one -> one.path("id").asInt()).distinct())
        .as("none twice")
        .hasSize(120);
  }

  @Test
  @Order(13)
  void aQueryThatIsGoneLeavesNothing() {
    assertThat(admin.send("DELETE", "/api/v1/resources/Query/pages", "").status()).isLessThan(300);

    Eventually.within(
        PATIENCE,
        "no job",
        () -> !admin.get("/metrics").text().contains("weft_query_running{query=\"pages\"}"));
    assertThat(admin.get("/api/v1/queries/pages").status()).isEqualTo(404);
    Eventually.within(
        PATIENCE, "no state", () -> !data.resolve("flink/state/pages").toFile().exists());
  }

  // --- what goes on

  private static void write(int count) {
    var lines =
        IntStream.range(written, written + count)
            .mapToObj(
                id ->
                    Json.text(
                        Json.object()
                            .put("id", id)
                            .put("customer", "c" + id % 7)
                            .put("email", "c" + id % 7 + "@example.com")
                            .put("amount", new BigDecimal("1.10"))
                            .put("at", "2026-05-01T12:00:00Z")))
            .collect(Collectors.joining("\n"));
    post("orders.orders", lines);
    written += count;
  }

  private static void writeVisits(int from, int to) {
    post(
        "orders.visits",
        IntStream.rangeClosed(from, to)
            .mapToObj(
                id ->
                    Json.text(
                        Json.object().put("id", id).put("page", id % 4 == 0 ? "none" : "home")))
            .collect(Collectors.joining("\n")));
  }

  /** Visits are Avro here and pages Protobuf; the query over them comes when they have schemas. */
  private static String mesh() {
    var text = MeshFiles.text("/query/mesh.yaml");
    return text.substring(0, text.lastIndexOf("---"))
        .replace("id: visits-v1\nversion: 1.0.0\n", "id: visits-v1\n" + format("avro"))
        .replace("id: pages-v1\nversion: 1.0.0\n", "id: pages-v1\n" + format("protobuf"));
  }

  private static String format(String format) {
    return "version: 1.0.0\nservers: [{server: mesh, type: kafka, host: mesh, format: "
        + format
        + "}]\n";
  }

  private static void register(String subject, String type, String text) {
    var answer =
        server
            .admin()
            .post(
                "/registry/subjects/" + subject + "/versions",
                Json.object().put("schemaType", type).put("schema", text));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static byte[] sha256(Path file) throws IOException {
    try {
      return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void post(String port, String lines) {
    var answer = olga.send("POST", "/api/v1/ports/" + port + "/records", lines);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
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
    return admin
        .get("/api/v1/audit?action=query.replaced")
        .body()
        .path("items")
        .path(0)
        .path("details");
  }

  private static Rest.Answer apply(String... texts) {
    var body = Json.object();
    var documents = body.putArray("documents");
    for (var text : texts) {
      documents.addObject().put("file", documents.size() + ".yaml").put("text", text);
    }
    return admin.post("/api/v1/apply", body);
  }

  private static String rowsOf(String port) {
    return "/api/v1/ports/" + port + "/rows";
  }

  private static JsonNode rows(Rest reader, String query) {
    var answer = reader.get(rowsOf(TOTALS) + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body();
  }

  private static String key(JsonNode row) {
    return row.path("key").asText();
  }

  /** Of customers 0 to 5, three times what they have ordered. */
  private static boolean isTripled(JsonNode rows) {
    var wanted = new LinkedHashMap<String, BigDecimal>();
    IntStream.range(0, written)
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
        () -> "the new statement has caught up; now " + status("totals"),
        () -> status("totals").path("next").path("caughtUp").asBoolean());
  }

  private static BigDecimal sum() {
    return new BigDecimal("1.10").multiply(BigDecimal.valueOf(written));
  }

  private static void awaitTotals() {
    Eventually.within(
        PATIENCE,
        () -> "the total of " + written + " orders; now " + last(TOTALS) + status("totals"),
        () -> amount(last(TOTALS)).compareTo(sum()) == 0 && orders(last(TOTALS)) == written);
  }

  private static BigDecimal amount(Map<String, JsonNode> rows) {
    return rows.values().stream()
        .map(one -> one.path("amount").decimalValue())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static int orders(Map<String, JsonNode> rows) {
    return rows.values().stream().mapToInt(one -> one.path("orders").asInt()).sum();
  }

  /** The newest row of each customer. */
  private static Map<String, JsonNode> last(String port) {
    var rows = new LinkedHashMap<String, JsonNode>();
    values(rita, port).forEach(one -> rows.put(one.path("customer").asText(), one));
    return rows;
  }

  private static List<JsonNode> values(Rest reader, String port) {
    return lines(reader.get("/api/v1/ports/" + port + "/records")).stream()
        .map(Json::parse)
        .filter(JsonNode::isObject)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static List<String> look(Rest reader, String sql) {
    return lines(reader.post("/api/v1/queries/run", Json.object().put("sql", sql)));
  }

  private static JsonNode asAgent(Rest person, String sql) throws Exception {
    var arguments = Map.<String, Object>of("sql", sql, "purpose", "to see");
    return new Agent(person, true, "")
        .calls(new Agent.Call("query", arguments))
        .path("results")
        .get(0);
  }

  private static List<String> lines(Rest.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text().lines().filter(line -> !line.isBlank()).toList();
  }

  private static void act(String query, String what) {
    var answer = olga.post("/api/v1/queries/" + query + "/" + what);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static JsonNode status(String query) {
    return admin.get("/api/v1/queries/" + query).body().path("status");
  }

  private static void awaitState(String query, String state) {
    Eventually.within(
        PATIENCE,
        () -> query + " is " + state + "; now " + status(query),
        () -> status(query).path("state").asText().equals(state));
  }

  private static void awaitRunningAt(String query, String cluster) {
    Eventually.within(
        PATIENCE,
        () -> query + " runs at " + cluster + "; now " + status(query),
        () ->
            status(query).path("state").asText().equals("RUNNING")
                && status(query).path("cluster").asText("").equals(cluster));
  }
}
