package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fields with personal data that no contract names are written through the gateway as the product:
 * nested, in lists, in every format. Whoever reads from the first record on never sees them raw; a
 * steward's rejection and a classifier by document count at once.
 */
class NewFieldsIT {
  private static final String MAIL = "ada@example.org";
  private static final String PHONE = "+49 711 6851234";
  private static final String RECORD =
      "{\"id\":1,\"home\":{\"x\":\"" + MAIL + "\"},\"ys\":[\"" + PHONE + "\"],\"z\":\"K-4711\"}";
  private static final String AVRO =
      """
      {"type": "record", "name": "Person", "fields": [
        {"name": "id", "type": "long"},
        {"name": "home", "type": {"type": "record", "name": "Home", "fields": [
          {"name": "x", "type": "string"}]}},
        {"name": "ys", "type": {"type": "array", "items": "string"}},
        {"name": "z", "type": "string"}]}
      """;
  private static final String PROTO =
      "syntax = \"proto3\"; message Person { int64 id = 1; Home home = 2; repeated string ys = 3; string z = 4; }"
          + " message Home { string x = 1; }";
  private static final String PEOPLE =
      """
      {apiVersion: weft.dev/v1, kind: User, name: olga}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: ada}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: stella}
      ---
      apiVersion: weft.dev/v1
      kind: Domain
      name: town
      governance: {body: [olga], stewards: [stella]}
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: who-may
      type: access
      resources: {domains: [town]}
      rules: [{principals: {users: [ada]}, allow: [read]}]
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: mask-personal
      type: mask
      resources: {tags: ["pii.*"]}
      rules: [{principals: {everyone: true}, mask: redact}]
      """;
  private static final String PORT =
      """
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: %1$s-v1
      version: 1.0.0
      status: active
      servers: [{server: mesh, type: kafka, host: "localhost:9092", format: %2$s}]
      schema:
        - name: person
          properties: [{name: id, logicalType: integer, required: true}]
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: %1$s
      status: active
      domain: town
      customProperties: [{property: weft.partitions, value: 1}]
      outputPorts: [{name: out, version: 1.0.0, contractId: %1$s-v1}]
      team: {members: [{username: olga, role: owner}]}
      """;

  @TempDir static Path data;
  private static OwnServer server;
  private static Rest olga;
  private static Rest ada;
  private static Rest stella;

  @BeforeAll
  static void start() throws IOException {
    server =
        OwnServer.start(
            data,
            PEOPLE
                + PORT.formatted("json", "json")
                + PORT.formatted("avro", "avro")
                + PORT.formatted("protobuf", "protobuf")
                + PORT.formatted("timed", "json"));
    olga = server.login("olga");
    ada = server.login("ada");
    stella = server.login("stella");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void jsonIsMaskedFromItsFirstRecordOnAndAStewardDecides() {
    server.apply(
        "{apiVersion: weft.dev/v1, kind: Classifier, name: member, tag: pii.member, pattern: 'K-[0-9]{4}'}");

    var seen = seenByAda("json.out");

    assertThat(seen).contains("\"home\"", "\"ys\"", "\"z\"").doesNotContain(MAIL, PHONE, "4711");
    var rejected =
        stella.post(
            "/api/v1/ports/json.out/tags",
            Json.object()
                .put("field", "home.x")
                .put("tag", "pii.email")
                .put("decision", "reject")
                .put("why", "Made up."));
    assertThat(rejected.status()).as(rejected.text()).isEqualTo(200);
    assertThat(rejected.body().path("status").asText()).isEqualTo("REJECTED");
    Eventually.within(
        Duration.ofSeconds(30),
        "the rejected tag's field",
        () -> {
          var text = ada.get("/api/v1/ports/json.out/records").text();
          return text.contains(MAIL) && !text.contains(PHONE);
        });
  }

  @Test
  void avroIsMaskedFromItsFirstRecordOn() {
    register("avro.out", Json.object().put("schema", AVRO));

    assertThat(seenByAda("avro.out")).doesNotContain(MAIL, PHONE);
    assertThat(tagged("avro.out")).contains("home.x pii.email", "ys pii.phone");
  }

  @Test
  void protobufIsMaskedFromItsFirstRecordOn() {
    register("protobuf.out", Json.object().put("schemaType", "PROTOBUF").put("schema", PROTO));

    assertThat(seenByAda("protobuf.out")).doesNotContain(MAIL, PHONE);
    assertThat(tagged("protobuf.out")).contains("home.x pii.email", "ys pii.phone");
  }

  @Test
  void aTagEndsAndBeginsByTheClockOnAnOpenConnection() {
    try (var reader = KafkaKey.of(ada, "timed.out").bytes()) {
      var partition = new TopicPartition("timed.out", 0);
      reader.assign(List.of(partition));
      reader.seekToBeginning(List.of(partition));
      awaitNick(reader, false, Instant.MAX);
      say("", "");
      awaitNick(reader, true, Instant.MAX);

      var until = Instant.now().plusSeconds(2);
      say("", until.toString());
      awaitNick(reader, false, until);
      Eventually.within(
          Duration.ofSeconds(30),
          "not there for catalog and search either",
          () ->
              !tagged("timed.out").contains("nick pii.nick")
                  && olga.get("/api/v1/search?q=tag:pii.nick").body().path("total").asInt() == 0);
      var field = olga.get("/api/v1/ports/timed.out").body().path("fields").get(1);
      assertThat(field.path("otherTags").get(0).path("tag").asText()).isEqualTo("pii.nick");

      say(Instant.now().plusSeconds(2).toString(), "");
      awaitNick(reader, true, Instant.MAX);
      Eventually.within(
          Duration.ofSeconds(30),
          "found again",
          () -> olga.get("/api/v1/search?q=tag:pii.nick").body().path("total").asInt() > 0);
    }
    var told = server.admin().get("/api/v1/audit?action=tag.time").text();
    assertThat(told).contains("nick pii.nick");
  }

  private static void say(String from, String until) {
    var answer =
        stella.post(
            "/api/v1/ports/timed.out/tags",
            Json.object()
                .put("field", "nick")
                .put("tag", "pii.nick")
                .put("decision", "confirm")
                .put("why", "For a test.")
                .put("from", from)
                .put("until", until));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  /**
   * Writes until the reader sees the nick masked, or plainly.
   *
   * @param notBefore until then it is seen masked only
   */
  private static void awaitNick(
      KafkaConsumer<byte[], byte[]> reader, boolean masked, Instant notBefore) {
    Eventually.within(
        Duration.ofSeconds(60),
        masked ? "masked" : "shown",
        () -> {
          var record = "{\"id\":1,\"nick\":\"riverside\"}\n";
          assertThat(olga.send("POST", "/api/v1/ports/timed.out/records", record).status())
              .isEqualTo(200);
          var last = "";
          for (var one : reader.poll(Duration.ofMillis(200))) {
            last = new String(one.value(), StandardCharsets.UTF_8);
            if (notBefore.isBefore(Instant.MAX) && Instant.now().isBefore(notBefore)) {
              assertThat(last).doesNotContain("riverside");
            }
          }
          return !last.isEmpty() && last.contains("riverside") != masked;
        });
  }

  /** Written through the gateway while she reads: her first record. */
  private static String seenByAda(String port) {
    var seen = new ArrayList<String>();
    try (var reader = KafkaKey.of(ada, port).bytes()) {
      var partition = new TopicPartition(port, 0);
      reader.assign(List.of(partition));
      reader.seekToBeginning(List.of(partition));
      reader.poll(Duration.ofMillis(100));
      var written = olga.send("POST", "/api/v1/ports/" + port + "/records", RECORD + "\n");
      assertThat(written.status()).as(written.text()).isEqualTo(200);
      Eventually.within(
          Duration.ofSeconds(30),
          "her first record",
          () -> {
            reader
                .poll(Duration.ofMillis(200))
                .forEach(one -> seen.add(new String(one.value(), StandardCharsets.ISO_8859_1)));
            return !seen.isEmpty();
          });
    }
    return seen.get(0);
  }

  private static List<String> tagged(String port) {
    var tags = new ArrayList<String>();
    for (var field : olga.get("/api/v1/ports/" + port).body().path("fields")) {
      field
          .path("tags")
          .forEach(tag -> tags.add(field.path("path").asText() + " " + tag.path("tag").asText()));
    }
    return tags;
  }

  private static void register(String port, ObjectNode schema) {
    var answer = olga.post("/registry/subjects/" + port + "-value/versions", schema);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }
}
