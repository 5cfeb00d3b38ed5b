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

/** A mesh with queries: what is written to it, and what people see of it. */
final class QueryMesh implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(2);
  static final String TOTALS = "totals.by_customer";

  private static final String SHOUT =
      """
      package org.example;
      public final class Shout extends org.apache.flink.table.functions.ScalarFunction {
        public String eval(String text) {
          return text == null ? null : text.toUpperCase(java.util.Locale.ROOT);
        }
      }
      """;
  static final String FUNCTION =
      """
      apiVersion: weft.dev/v1
      kind: Function
      name: orders.shout
      product: orders
      class: org.example.Shout
      sha256: %s
      usableBy: [%s]
      """;
  static final String QUERY =
      """
      apiVersion: weft.dev/v1
      kind: Query
      name: pages
      product: totals
      into: totals.pages
      sql: SELECT id, orders.shout(page) AS page FROM orders.visits WHERE page <> 'none'
      """;
  static final String VISITS =
      """
      {"type": "record", "name": "Visit", "fields": [
        {"name": "id", "type": "long"}, {"name": "page", "type": "string"}%s]}
      """;
  private static final String PAGE =
      "syntax = \"proto3\"; message Page { int64 id = 1; string page = 2; }";

  private final OwnServer server;
  private final String hash;
  private final Rest admin;
  private final Rest olga;
  private final Rest rita;
  private final Rest ada;
  private int written;

  private QueryMesh(OwnServer server, String hash) {
    this.server = server;
    this.hash = hash;
    register("orders.visits-value", "AVRO", VISITS.formatted(""));
    register("totals.pages-value", "PROTOBUF", PAGE);
    server.apply(FUNCTION.formatted(hash, "totals"));
    server.apply(QUERY);
    admin = server.admin();
    olga = server.login("olga");
    rita = server.login("rita");
    ada = server.login("ada");
  }

  static QueryMesh start(Path data) throws IOException {
    var jar = Files.createDirectories(data.resolve("functions")).resolve("shout.jar");
    new PluginJar().source("org.example.Shout", SHOUT).writeTo(jar);
    Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-r--r--"));
    var hash = HexFormat.of().formatHex(sha256(jar));
    return new QueryMesh(OwnServer.start(data, mesh(), List.of("functions.offers = on")), hash);
  }

  /** Offers a jar with a function {@code orders.whisper}, has it let in, and makes it callable. */
  String whisper(Path folder) throws IOException {
    var jar = folder.resolve("whisper.jar");
    var source = SHOUT.replace("Shout", "Whisper").replace("toUpperCase", "toLowerCase");
    new PluginJar().source("org.example.Whisper", source).writeTo(jar);
    var offered = olga.upload("/api/v1/function-jars/whisper.jar", Files.readAllBytes(jar));
    assertThat(offered.status()).as(offered.text()).isEqualTo(200);
    var offer = offered.body().path("sha256").asText();
    var accepted = admin.post("/api/v1/function-jars/" + offer + "/accept");
    assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
    server.apply(
        FUNCTION.replace("shout", "whisper").replace("Shout", "Whisper").formatted(offer, "marks"));
    return offer;
  }

  OwnServer server() {
    return server;
  }

  Rest admin() {
    return admin;
  }

  /** Owns all. */
  Rest olga() {
    return olga;
  }

  /** Reads all as it is. */
  Rest rita() {
    return rita;
  }

  /** Reads all with masks. */
  Rest ada() {
    return ada;
  }

  /** How many orders. */
  int written() {
    return written;
  }

  /** Of the jar with the function. */
  String hash() {
    return hash;
  }

  void write(int count) {
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

  void writeVisits(int from, int to) {
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

  void register(String subject, String type, String text) {
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

  void post(String port, String lines) {
    var answer = olga.send("POST", "/api/v1/ports/" + port + "/records", lines);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  Rest.Answer apply(String... texts) {
    var body = Json.object();
    var documents = body.putArray("documents");
    for (var text : texts) {
      documents.addObject().put("file", documents.size() + ".yaml").put("text", text);
    }
    return admin.post("/api/v1/apply", body);
  }

  static String rowsOf(String port) {
    return "/api/v1/ports/" + port + "/rows";
  }

  static JsonNode rows(Rest reader, String query) {
    var answer = reader.get(rowsOf(TOTALS) + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body();
  }

  BigDecimal sum() {
    return new BigDecimal("1.10").multiply(BigDecimal.valueOf(written));
  }

  void awaitTotals() {
    Eventually.within(
        PATIENCE,
        () -> "the total of " + written + " orders; now " + last(TOTALS) + status("totals"),
        () -> amount(last(TOTALS)).compareTo(sum()) == 0 && orders(last(TOTALS)) == written);
  }

  static BigDecimal amount(Map<String, JsonNode> rows) {
    return rows.values().stream()
        .map(one -> one.path("amount").decimalValue())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  static int orders(Map<String, JsonNode> rows) {
    return rows.values().stream().mapToInt(one -> one.path("orders").asInt()).sum();
  }

  /** The newest row of each customer. */
  Map<String, JsonNode> last(String port) {
    var rows = new LinkedHashMap<String, JsonNode>();
    values(rita, port).forEach(one -> rows.put(one.path("customer").asText(), one));
    return rows;
  }

  static List<JsonNode> values(Rest reader, String port) {
    return lines(reader.get("/api/v1/ports/" + port + "/records")).stream()
        .map(Json::parse)
        .filter(JsonNode::isObject)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  static List<String> look(Rest reader, String sql) {
    return lines(reader.post("/api/v1/queries/run", Json.object().put("sql", sql)));
  }

  static JsonNode asAgent(Rest person, String sql) throws Exception {
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

  void act(String query, String what) {
    var answer = olga.post("/api/v1/queries/" + query + "/" + what);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  JsonNode status(String query) {
    return admin.get("/api/v1/queries/" + query).body().path("status");
  }

  void awaitState(String query, String state) {
    Eventually.within(
        PATIENCE,
        () -> query + " is " + state + "; now " + status(query),
        () -> status(query).path("state").asText().equals(state));
  }

  void awaitRunningAt(String query, String cluster) {
    Eventually.within(
        PATIENCE,
        () -> query + " runs at " + cluster + "; now " + status(query),
        () ->
            status(query).path("state").asText().equals("RUNNING")
                && status(query).path("cluster").asText("").equals(cluster));
  }

  @Override
  public void close() {
    server.close();
  }
}
