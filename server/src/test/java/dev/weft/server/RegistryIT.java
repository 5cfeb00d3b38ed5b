package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedOutputStream;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.Json;
import dev.weft.testing.Framed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ports of Avro and of Protobuf: their schemas are registered as serializers do it, their records
 * masked at the door.
 */
class RegistryIT {
  private static final String PORT = "orders.orders";
  private static final String SUBJECT = "/registry/subjects/orders.orders-value";
  private static final String ID = "{name: id, logicalType: integer, required: true}";
  private static final String EMAIL = "{name: email, logicalType: string}";
  private static final String MESH =
      MeshText.of(
          MeshText.shop("olga", "ada"),
          MeshText.contractIn("avro", "orders", ID, EMAIL),
          MeshText.product("orders"),
          MeshText.contractIn(
              "protobuf", "parcels", ID, EMAIL, "{name: sent, logicalType: timestamp}"),
          MeshText.product("parcels"),
          MeshText.contractIn("avro", "visits", ID, EMAIL),
          MeshText.product("visits"),
          MeshText.contractIn("avro", "calls", ID, EMAIL),
          MeshText.product("calls"),
          MeshText.contractIn(
              "json", "events", ID, "{name: email, logicalType: string, tags: [pii.email]}"),
          MeshText.product("events"),
          MeshText.readers(
              "ada",
              "orders.orders",
              "parcels.parcels",
              "events.events",
              "visits.visits",
              "calls.calls"),
          """
          apiVersion: weft.dev/v1
          kind: Policy
          name: mask-email
          type: mask
          resources: {fields: [orders.orders.email, parcels.parcels.email, events.events.email, visits.visits.email, calls.calls.email]}
          rules: [{principals: {everyone: true}, mask: show-last-4}]
          """);
  private static final String FIRST =
      "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},"
          + "{\"name\":\"email\",\"type\":[\"null\",\"string\"],\"default\":null}]}";
  private static final String PARCELS = "/api/v1/ports/parcels.parcels/records";
  private static final ObjectNode MONEY =
      proto("syntax = \"proto3\"; message Money { int64 cents = 1; string currency = 2; }");
  private static final ObjectNode PARCEL = parcel();

  @TempDir static Path data;
  private static OwnServer server;
  private static Weft weft;
  private static Rest admin;
  private static Rest olga;
  private static Rest ada;
  private static KafkaKey olgasKey;
  private static KafkaKey adasKey;

  @BeforeAll
  static void start() throws IOException {
    server = OwnServer.start(data, MESH);
    weft = server.weft();
    admin = server.admin();
    olga = server.login("olga");
    ada = server.login("ada");
    olgasKey = KafkaKey.of(olga, PORT);
    adasKey = KafkaKey.of(ada, PORT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void recordsOfAllVersionsAreMaskedByTheirOwnSchemas() throws Exception {
    var first = register(FIRST);
    var second = register(second());
    produce(
        framed(first, FIRST, Map.of("id", 1L, "email", "ada@example.org")),
        "no Avro, but secret".getBytes(StandardCharsets.UTF_8),
        framed(second, second(), Map.of("id", 2L, "email", "bob@example.org", "note", "new")),
        framed(99, FIRST, Map.of("id", 3L, "email", "eve@example.org")));

    var seen = new ArrayList<String>();
    try (var consumer = consumer(adasKey)) {
      Eventually.within(
          Duration.ofSeconds(30),
          "two records",
          () -> {
            for (var record : consumer.poll(Duration.ofMillis(200))) {
              seen.add(decoded(record.value(), first, second));
            }
            return seen.size() >= 2;
          });
    }

    assertThat(seen)
        .containsExactly(
            "{\"id\": 1, \"email\": \"XXXXXXXXXXX.org\"}",
            "{\"id\": 2, \"email\": \"XXXXXXXXXXX.org\", \"note\": \"none\"}");
    // Until somebody has looked at the new field it has its default.
    Eventually.within(
        Duration.ofSeconds(30),
        "the new field",
        () ->
            ada.get("/api/v1/ports/" + PORT + "/records")
                .text()
                .lines()
                .toList()
                .equals(
                    List.of(
                        "{\"id\":1,\"email\":\"XXXXXXXXXXX.org\"}",
                        "{\"id\":2,\"email\":\"XXXXXXXXXXX.org\",\"note\":\"new\"}")));
  }

  @Test
  void protobufRecordsAreWrittenAndMaskedByTheirSchema() throws Exception {
    var money = registerProto("parcels.parcels-key", MONEY);
    var id = registerProto("parcels.parcels-value", PARCEL);
    var page = ada.get("/registry/schemas/ids/" + id).body();

    // A serializer's record in between, as the product: the door lets it in by the contract.
    var written = olga.send("POST", PARCELS, "{\"id\":0,\"email\":\"ada@example.org\"}\n");
    produce(
        "parcels.parcels",
        Framed.protobuf(id, proto(2, "bob@example.org")),
        "no Protobuf, but secret".getBytes(StandardCharsets.UTF_8));
    var unfit = olga.send("POST", PARCELS, "{\"id\":3}\n{\"id\":4,\"email\":5}\n");

    assertThat(page.path("schemaType").asText()).isEqualTo("PROTOBUF");
    assertThat(page.path("references").path(0).path("name").asText()).isEqualTo("money.proto");
    assertThat(money).isLessThan(id);
    assertThat(written.status()).as(written.text()).isEqualTo(200);
    assertThat(unfit.status()).isEqualTo(400);
    Eventually.within(
        Duration.ofSeconds(30),
        "the records",
        () ->
            ada.get(PARCELS)
                .text()
                .lines()
                .sorted()
                .toList()
                .equals(
                    List.of(
                        "{\"id\":0,\"email\":\"XXXXXXXXXXX.org\"}",
                        "{\"id\":2,\"email\":\"XXXXXXXXXXX.org\"}")));
  }

  /** As a serializer of JSON Schema writes it; and the schema's rule is held to at the door. */
  @Test
  void jsonBehindTheIdOfItsSchemaIsMaskedAndHeldToTheRulesOfTheSchema() throws Exception {
    var schema =
        Json.object()
            .put("schemaType", "JSON")
            .put(
                "schema",
                "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},"
                    + "\"email\":{\"type\":\"string\"}},\"required\":[\"id\"]}");
    schema
        .putObject("ruleSet")
        .putArray("domainRules")
        .addObject()
        .put("name", "positive")
        .put("kind", "CONDITION")
        .put("mode", "WRITE")
        .put("type", "CEL")
        .put("expr", "message.id > 0");
    var id = registerProto("events.events-value", schema);
    var json = "{\"id\":7,\"email\":\"ada@example.org\"}".getBytes(StandardCharsets.UTF_8);
    produce(
        "events.events",
        ByteBuffer.allocate(5 + json.length).put((byte) 0).putInt(id).put(json).array());

    var events = "/api/v1/ports/events.events/records";
    var broken = olga.send("POST", events, "{\"id\":-1}\n");
    var kept = olga.send("POST", events, "{\"id\":8}\n");

    assertThat(broken.status()).isEqualTo(400);
    assertThat(broken.text()).contains("positive");
    assertThat(kept.status()).as(kept.text()).isEqualTo(200);
    Eventually.within(
        Duration.ofSeconds(30),
        "the records",
        () ->
            ada.get(events)
                .text()
                .lines()
                .sorted()
                .toList()
                .equals(List.of("{\"id\":7,\"email\":\"XXXXXXXXXXX.org\"}", "{\"id\":8}")));
    var page =
        (ObjectNode) ada.get("/registry/subjects/events.events-value/versions/latest").body();
    assertThat(page.path("metadata").path("properties").path("weft.contract").asText())
        .isEqualTo("events-v1");
    assertThat(page.path("metadata").path("tags").path("email").path(0).asText())
        .isEqualTo("pii.email");
    var again = olga.post("/registry/subjects/events.events-value/versions", page);
    assertThat(again.status()).as(again.text()).isEqualTo(422); // It says id and version.
    page.remove(List.of("id", "version"));
    assertThat(
            olga.post("/registry/subjects/events.events-value/versions", page)
                .body()
                .path("id")
                .asInt())
        .isEqualTo(id);
  }

  @Test
  void flinkAndConfluentsOwnClientNeedNoChange() throws Exception {
    var registry = weft.url() + "/registry";
    var subject = "visits.visits-value";

    var said =
        RegistryProgram.FLINK.run(
            data, registry, olgasKey.id() + ":" + olgasKey.secret(), subject, "write");
    produce("visits.visits", Base64.getDecoder().decode(said.get("written")));
    var seen = new ArrayList<byte[]>();
    try (var consumer = consumer(adasKey, "visits.visits")) {
      Eventually.within(
          Duration.ofSeconds(30),
          "a record",
          () -> {
            consumer.poll(Duration.ofMillis(200)).forEach(record -> seen.add(record.value()));
            return !seen.isEmpty();
          });
    }
    var read =
        RegistryProgram.FLINK.run(
            data,
            registry,
            adasKey.id() + ":" + adasKey.secret(),
            subject,
            "read",
            Base64.getEncoder().encodeToString(seen.get(0)));

    assertThat(read.get("read")).isEqualTo("{\"id\": 1, \"email\": \"XXXXXXXXXXX.org\"}");
    assertThat(said)
        .containsEntry("latest", "1")
        .containsEntry("contract", "visits-v1")
        .containsEntry("compatible", "true")
        .containsEntry("refused", "409 409")
        .containsEntry("registered", "true")
        .containsEntry("versions", "[1, 2]")
        .containsEntry("config", "FULL")
        .containsEntry("mode", "READWRITE")
        .containsEntry("deleted", "2")
        .containsEntry("left", "[1]");
    assertThat(said.get("incompatible")).contains("note");
  }

  @Test
  void apicuriosSerializersNeedNoChange() throws Exception {
    var registry = weft.url() + "/registry/apis/registry/v3";
    var topic = "calls.calls";

    var said =
        RegistryProgram.APICURIO.run(
            data, registry, olgasKey.id(), olgasKey.secret(), topic, "write");
    produce(
        topic,
        Base64.getDecoder().decode(said.get("registered")),
        Base64.getDecoder().decode(said.get("found")));
    var seen = new ArrayList<byte[]>();
    try (var consumer = consumer(adasKey, topic)) {
      Eventually.within(
          Duration.ofSeconds(30),
          "two records",
          () -> {
            consumer.poll(Duration.ofMillis(200)).forEach(record -> seen.add(record.value()));
            return seen.size() >= 2;
          });
    }
    var read =
        RegistryProgram.APICURIO.run(
            data,
            registry,
            adasKey.id(),
            adasKey.secret(),
            topic,
            "read",
            Base64.getEncoder().encodeToString(seen.get(0)),
            Base64.getEncoder().encodeToString(seen.get(1)));

    assertThat(said.get("refused")).isNotBlank();
    assertThat(said.get("unknown")).isNotBlank();
    assertThat(read)
        .containsEntry("read0", "{\"id\": 1, \"email\": \"XXXXXXXXXXX.org\"}")
        .containsEntry("read1", "{\"id\": 2, \"email\": \"XXXXXXXXXXX.org\"}");
    assertThat(ada.get("/registry/subjects/calls.calls-value/versions").text()).isEqualTo("[1]");
    var other = "/registry/apis/registry/v3/groups/other/artifacts/x/versions/1";
    assertThat(ada.get(other).text()).contains("There is no group 'other'");
  }

  @Test
  void everyRefusalHasTheNumberThatClientsKnow() {
    var shared = "/registry/subjects/orders.shared";
    var note = "{\"type\":\"record\",\"name\":\"N\",\"fields\":[]}";
    var user =
        Json.object()
            .put(
                "schema",
                "{\"type\":\"record\",\"name\":\"U\",\"fields\":[{\"name\":\"n\",\"type\":\"N\"}]}");
    user.putArray("references")
        .addObject()
        .put("name", "N")
        .put("subject", "orders.shared")
        .put("version", 1);
    assertThat(olga.post(shared + "/versions", schema(note)).status()).isEqualTo(200);
    var guid = ada.get(shared + "/versions/1").body().path("guid").asText();
    assertThat(olga.post("/registry/subjects/orders.user/versions", user).status()).isEqualTo(200);

    assertThat(code(olga, "DELETE", shared + "/versions/1", "")).isEqualTo(42206);
    assertThat(olga.send("DELETE", "/registry/subjects/orders.user", "").text()).isEqualTo("[1]");
    assertThat(code(olga, "DELETE", "/registry/subjects/orders.user", "")).isEqualTo(40404);
    assertThat(code(olga, "DELETE", shared + "?permanent=true", "")).isEqualTo(40405);
    assertThat(olga.send("DELETE", shared + "/versions/1", "").text()).isEqualTo("1");
    assertThat(code(olga, "DELETE", shared + "/versions/1", "")).isEqualTo(40406);
    assertThat(code(ada, "GET", shared + "/versions/1", "")).isEqualTo(40401);
    assertThat(ada.get(shared + "/versions?deleted=true").text()).isEqualTo("[1]");
    assertThat(ada.get("/registry/schemas/guids/" + guid).body().path("schema").asText())
        .isEqualTo(new Schema.Parser().parse(note).toString());
    assertThat(code(ada, "GET", "/registry/subjects/orders.user/versions/x?deleted=true", ""))
        .isEqualTo(42202);
    assertThat(code(ada, "GET", "/registry/schemas/guids/none", "")).isEqualTo(40403);
    assertThat(code(ada, "GET", "/registry/config/orders.shared", "")).isEqualTo(40408);
    assertThat(code(ada, "GET", "/registry/mode/orders.shared", "")).isEqualTo(40409);
    assertThat(code(olga, "PUT", "/registry/mode/orders.shared", "{\"mode\":\"x\"}"))
        .isEqualTo(42204);
    assertThat(code(olga, "POST", shared + "/versions", Json.text(schema(note).put("id", 7))))
        .isEqualTo(42205);
    assertThat(code(olga, "POST", "/registry/subjects/*/versions", Json.text(schema(note))))
        .isEqualTo(42208);
    assertThat(code(olga, "PUT", "/registry/config/orders.shared", "{\"compatibility\":\"x\"}"))
        .isEqualTo(42203);
    assertThat(code(olga, "PUT", "/registry/config", "{\"compatibility\":\"NONE\"}"))
        .isEqualTo(40301);
    assertThat(code(olga, "PUT", "/registry/mode", "{\"mode\":\"READONLY\"}")).isEqualTo(40301);
    assertThat(code(ada, "DELETE", shared, "")).isEqualTo(40301);
    assertThat(code(olga, "POST", "/registry/subjects/:.c:orders.x/versions", "{}"))
        .isEqualTo(42201);
    assertThat(ada.get("/registry/schemas/types").text()).contains("JSON", "AVRO", "PROTOBUF");
    assertThat(ada.get("/registry/contexts").text()).contains("\".\"");
    assertThat(ada.get("/registry/associations/resources/-/orders.orders").text()).isEqualTo("[]");
    assertThat(ada.get("/registry/exporters").status()).isEqualTo(404);
    assertThat(ada.get("/registry/schemas?latestOnly=true&limit=1").body()).hasSize(1);
  }

  private static int code(Rest person, String method, String path, String body) {
    return person.send(method, path, body).body().path("error_code").asInt();
  }

  private static int registerProto(String subject, ObjectNode schema) {
    var answer = olga.post("/registry/subjects/" + subject + "/versions", schema);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body().path("id").asInt();
  }

  private static ObjectNode proto(String text) {
    return Json.object().put("schemaType", "PROTOBUF").put("schema", text);
  }

  private static ObjectNode parcel() {
    var schema =
        proto(
            """
            syntax = "proto3";
            import "money.proto";
            import "google/protobuf/timestamp.proto";
            message Parcel {
              int64 id = 1;
              string email = 2;
              google.protobuf.Timestamp sent = 3;
              Money price = 4;
            }
            """);
    schema
        .putArray("references")
        .addObject()
        .put("name", "money.proto")
        .put("subject", "parcels.parcels-key")
        .put("version", 1);
    return schema;
  }

  private static byte[] proto(long id, String email) throws IOException {
    var out = new ByteArrayOutputStream();
    var message = CodedOutputStream.newInstance(out);
    message.writeInt64(1, id);
    message.writeString(2, email);
    message.flush();
    return out.toByteArray();
  }

  /** Those that no other test makes: the list is that of Confluent's specification. */
  @Test
  void everyOtherCallOfTheInterfaceAnswers() {
    var money = "{\"type\":\"record\",\"name\":\"M\",\"fields\":[]}";
    var walk = "/registry/subjects/:.walk:money";
    var named = schema(money);
    named.putObject("metadata").putObject("properties").put("owner", "olga");
    assertThat(admin.post(walk + "/versions", named).status()).isEqualTo(200);
    var first = admin.get(walk + "/versions/latest").body();
    var user =
        Json.object()
            .put(
                "schema",
                "{\"type\":\"record\",\"name\":\"P\",\"fields\":[{\"name\":\"m\",\"type\":\"M\"}]}");
    user.putArray("references")
        .addObject()
        .put("name", "M")
        .put("subject", ":.walk:money")
        .put("version", 1);
    var pays = admin.post("/registry/subjects/:.walk:pays/versions", user).body();
    var id = "/registry/schemas/ids/" + first.path("id").asInt();
    var mine = "?subject=:.walk:money";

    assertThat(ada.get("/registry").text()).isEqualTo("{}");
    assertThat(ada.get(walk + "/metadata?key=owner&value=olga").body().path("version").asInt())
        .isEqualTo(1);
    assertThat(code(ada, "GET", walk + "/metadata?key=owner&value=bo", "")).isEqualTo(40403);
    assertThat(ada.get(id + "/schema" + mine).text()).contains("\"M\"");
    assertThat(ada.get(id + "/subjects" + mine).text()).isEqualTo("[\":.walk:money\"]");
    assertThat(ada.get(id + "/versions" + mine).body().path(0).path("version").asInt())
        .isEqualTo(1);
    assertThat(ada.get(id + mine + "&fetchMaxId=true").body().path("maxId").asInt())
        .isEqualTo(pays.path("id").asInt());
    var guid = "/registry/schemas/guids/" + first.path("guid").asText();
    assertThat(ada.get(guid + "/ids").body().path(0).path("context").asText()).isEqualTo(".walk");
    assertThat(ada.get(walk + "/versions/1/schema").text()).contains("\"M\"");
    assertThat(ada.get(walk + "/versions/1/referencedby").body().path(0))
        .isEqualTo(pays.path("id"));
    assertThat(
            ada.get("/registry/subjects/:.walk:pays/versions/1?format=resolved")
                .body()
                .path("schema")
                .asText())
        .contains("\"fields\":[]");
    var next = "/registry/compatibility/subjects/:.walk:money/versions";
    var answer = ada.post(next + "?verbose=true", schema(money)).body();
    assertThat(answer.path("is_compatible").asBoolean()).isTrue();
    assertThat(answer.path("messages")).isEmpty();
    assertThat(ada.post(next + "/1", schema(money)).body().path("is_compatible").asBoolean())
        .isTrue();
    assertThat(ada.get("/registry/contexts?contextPrefix=.wa").text()).isEqualTo("[\".walk\"]");
    assertThat(ada.get("/registry/subjects?subjectPrefix=:.walk:").body()).hasSize(2);
    assertThat(ada.get("/registry/v1/metadata/id").body().has("scope")).isTrue();
    assertThat(ada.get("/registry/v1/metadata/version").body().path("version").asText())
        .isNotBlank();
    settingsAreSetAskedForAndTakenBack("/registry/config/:.walk:", "compatibility", "FULL");
    settingsAreSetAskedForAndTakenBack("/registry/mode/:.walk:", "mode", "READONLY");
  }

  private static void settingsAreSetAskedForAndTakenBack(String path, String key, String value) {
    var set = admin.send("PUT", path, Json.text(Json.object().put(key, value)));
    assertThat(set.status()).as(set.text()).isEqualTo(200);
    assertThat(ada.get(path).text()).contains(value);
    assertThat(ada.get(path + "money?defaultToGlobal=true").text()).contains(value);
    assertThat(admin.send("DELETE", path, "").status()).isEqualTo(200);
    assertThat(ada.get(path + "money?defaultToGlobal=true").text()).doesNotContain(value);
  }

  @Test
  void registryAnswersAsSerializersExpect() throws Exception {
    var id = register(FIRST);

    assertThat(olga.get("/registry/schemas/ids/" + id).body().path("schema").asText())
        .isEqualTo(new Schema.Parser().parse(FIRST).toString());
    assertThat(ada.get("/registry/subjects").text()).contains("\"orders.orders-value\"");
    assertThat(ada.get(SUBJECT + "/versions/1").body().path("id").asInt()).isEqualTo(id);
    assertThat(ada.post(SUBJECT, schema(FIRST)).body().path("version").asInt()).isEqualTo(1);
    assertThat(ada.get("/registry/schemas/ids/77").body().path("error_code").asInt())
        .isEqualTo(40403);
    assertThat(ada.get("/registry/subjects/x/versions").body().path("error_code").asInt())
        .isEqualTo(40401);
    assertThat(ada.get("/registry/config").body().path("compatibilityLevel").asText())
        .isEqualTo("BACKWARD");
  }

  @Test
  void onlyTheProductsPeopleRegister() throws Exception {
    var incompatible =
        "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"x\",\"type\":\"long\"}]}";
    register(FIRST);

    assertThat(ada.post(SUBJECT + "/versions", schema(FIRST)).status()).isEqualTo(403);
    assertThat(post(adasKey.id(), adasKey.secret(), FIRST).statusCode()).isEqualTo(403);
    assertThat(post(olgasKey.id(), "wrong", FIRST).statusCode()).isEqualTo(401);
    assertThat(olga.post("/registry/subjects/elsewhere-value/versions", schema(FIRST)).status())
        .isEqualTo(403);
    assertThat(olga.post(SUBJECT + "/versions", schema(incompatible)).status()).isEqualTo(409);
    assertThat(olga.post(SUBJECT + "/versions", schema("{")).status()).isEqualTo(422);
    assertThat(
            olga.post(
                    "/registry/compatibility/subjects/orders.orders-value/versions/latest",
                    schema(incompatible))
                .text())
        .isEqualTo("{\"is_compatible\":false}");
  }

  private static String second() {
    return FIRST.substring(0, FIRST.length() - 2)
        + ",{\"name\":\"note\",\"type\":\"string\",\"default\":\"none\"}]}";
  }

  /** As a serializer does: by Basic, with a Kafka client's key. */
  private static int register(String schema) throws IOException, InterruptedException {
    var answer = post(olgasKey.id(), olgasKey.secret(), schema);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body()).path("id").asInt();
  }

  private static HttpResponse<String> post(String id, String secret, String schema)
      throws IOException, InterruptedException {
    var basic =
        Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(weft.url() + SUBJECT + "/versions"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(schema(schema))))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static ObjectNode schema(String text) {
    return Json.object().put("schema", text);
  }

  private static byte[] framed(int id, String text, Map<String, Object> fields) throws IOException {
    var schema = new Schema.Parser().parse(text);
    var record = new GenericData.Record(schema);
    fields.forEach(record::put);
    var out = new ByteArrayOutputStream();
    out.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    return out.toByteArray();
  }

  private static String decoded(byte[] value, int first, int second) {
    var buffer = ByteBuffer.wrap(value);
    assertThat(buffer.get()).isZero();
    var id = buffer.getInt();
    assertThat(id).isIn(first, second);
    var schema = new Schema.Parser().parse(id == first ? FIRST : second());
    try {
      return new GenericDatumReader<GenericRecord>(schema)
          .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null))
          .toString();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void produce(byte[]... values) throws Exception {
    produce(PORT, values);
  }

  private static void produce(String topic, byte[]... values) throws Exception {
    var properties = EmbeddedKafka.accessOf(data).clientProperties();
    properties.put("linger.ms", "50");
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (var value : values) {
        producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(KafkaKey key) {
    return consumer(key, PORT);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(KafkaKey key, String topic) {
    var properties = new java.util.Properties();
    properties.put("bootstrap.servers", key.bootstrap());
    properties.put("security.protocol", "SASL_PLAINTEXT");
    properties.put("sasl.mechanism", "SCRAM-SHA-512");
    properties.put(
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
            + key.id()
            + "\" password=\""
            + key.secret()
            + "\";");
    var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    return consumer;
  }
}
