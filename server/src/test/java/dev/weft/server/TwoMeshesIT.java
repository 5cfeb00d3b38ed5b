package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two meshes, each with its own Kafka and gateway, know nothing of each other but an address and a
 * key: the one reads a port of the other, and writes back to it.
 */
class TwoMeshesIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int RECORDS = 300;

  /** The mesh that gives: people with addresses, which the other mesh sees masked. */
  private static final String GIVING =
      """
      apiVersion: weft.dev/v1
      kind: Domain
      name: shop
      ---
      apiVersion: weft.dev/v1
      kind: User
      name: partner
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: people-v1
      version: 1.0.0
      status: active
      schema:
        - name: person
          properties:
            - {name: n, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
            - {name: mail, logicalType: string, tags: [pii.email]}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: answers-v1
      version: 1.0.0
      status: active
      schema:
        - name: answer
          properties:
            - {name: n, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
            - {name: mail, logicalType: string}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: shop
      status: active
      domain: shop
      outputPorts:
        - {name: people, version: 1.0.0, contractId: people-v1}
        - {name: answers, version: 1.0.0, contractId: answers-v1}
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: partner-reads
      type: access
      resources: {ports: [shop.people]}
      rules: [{principals: {users: [partner]}, allow: [read]}]
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: mask-personal-data
      type: mask
      resources: {tags: ["pii.*"]}
      rules: [{principals: {users: [partner]}, mask: redact}, {principals: {everyone: true}, mask: none}]
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: reader
      type: access
      resources: {domains: [shop]}
      rules: [{principals: {users: [admin]}, allow: [read]}]
      ---
      apiVersion: weft.dev/v1
      kind: Flow
      name: fill
      product: shop
      processors:
        - {name: make, type: GenerateRecords, settings: {fields: {n: "record.n", mail: "'ada@example.org'"}, count: RECORDS, perPoll: 50}}
        - {name: publish, type: PublishPort, settings: {port: shop.people}}
      connections: [make.success -> publish]
      """
          .replace("RECORDS", Integer.toString(RECORDS));

  /** The mesh that takes, and answers: by the key of a reader, and by that of a product. */
  private static final String TAKING =
      """
      apiVersion: weft.dev/v1
      kind: Domain
      name: partner
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: contacts-v1
      version: 1.0.0
      status: active
      schema:
        - name: contact
          properties:
            - {name: n, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
            - {name: mail, logicalType: string}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: contacts
      status: active
      domain: partner
      outputPorts: [{name: contacts, version: 1.0.0, contractId: contacts-v1}]
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: reader
      type: access
      resources: {domains: [partner]}
      rules: [{principals: {users: [admin]}, allow: [read]}]
      ---
      apiVersion: weft.dev/v1
      kind: Flow
      name: take
      product: contacts
      parameters: {secret: {sensitive: true}}
      services:
        - {name: shop, type: KafkaCluster, settings: {bootstrapServers: ["GATEWAY"], user: "READER", password: "#{secret}"}}
      processors:
        - {name: read, type: ConsumeKafka, settings: {cluster: shop, topics: [shop.people]}}
        - {name: decode, type: ConvertRecord, settings: {reader: json-lines}}
        - {name: publish, type: PublishPort, settings: {port: contacts.contacts}}
      connections: [read.success -> decode, decode.success -> publish]
      ---
      apiVersion: weft.dev/v1
      kind: Flow
      name: answer
      product: contacts
      parameters: {key: {sensitive: true}}
      services:
        - {name: shop, type: KafkaCluster, settings: {bootstrapServers: ["GATEWAY"], user: "WRITER", password: "#{key}"}}
      processors:
        - {name: read, type: ConsumePort, settings: {port: contacts.contacts}}
        - {name: send, type: PublishKafka, settings: {cluster: shop, topic: shop.answers, key: "string(record.n)"}}
      connections: [read.success -> send]
      """;

  @TempDir static Path folder;

  private static Weft giving;
  private static Weft taking;
  private static Rest shop;
  private static Rest partner;

  @BeforeAll
  static void start() throws IOException {
    giving = start("giving");
    taking = start("taking");
    shop = admin(giving, "giving");
    partner = admin(taking, "taking");
    applied(shop, GIVING, Map.of());
  }

  @AfterAll
  static void stop() {
    taking.close();
    giving.close();
  }

  @Test
  void recordsGoThereMaskedAndBackOnceAndBothSayWhereTo() throws IOException {
    var people =
        shop.send("PUT", "/api/v1/users/partner/password", "{\"password\":\"a-long-password-1\"}");
    assertThat(people.status()).as(people.text()).isLessThan(300);
    var reader = KafkaKey.of(shop.login("partner", "a-long-password-1"), "shop.people");
    var writer = shop.post("/api/v1/keys", Json.object().put("product", "shop")).body();
    var text =
        TAKING
            .replace("GATEWAY", giving.gatewayAddress())
            .replace("READER", reader.id())
            .replace("WRITER", writer.path("id").asText());

    applied(
        partner, text, Map.of("secret", reader.secret(), "key", writer.path("secret").asText()));

    Eventually.within(
        LIMIT,
        () -> partner.get("/api/v1/flows").text() + shop.get("/api/v1/flows").text(),
        () -> records(shop, "shop.answers").size() >= RECORDS);
    for (var all : List.of(records(partner, "contacts.contacts"), records(shop, "shop.answers"))) {
      var byNumber = new TreeMap<Long, String>();
      all.forEach(one -> byNumber.put(one.path("n").asLong(), one.path("mail").asText()));
      assertThat(all).hasSize(RECORDS);
      assertThat(byNumber).hasSize(RECORDS).containsKeys(0L, RECORDS - 1L);
      assertThat(byNumber.values()).containsOnly("XXXXXXXX");
    }

    var there = giving.gatewayAddress() + "/shop.people";
    assertThat(partner.get("/api/v1/lineage/flow%2Ftake?depth=1").text())
        .contains("source/" + there);
    assertThat(partner.get("/api/v1/lineage/flow%2Fanswer?depth=1").text())
        .contains("source/" + giving.gatewayAddress() + "/shop.answers");
    var trace = partner.get("/api/v1/trace/contacts.contacts/0/0").text();
    assertThat(trace).contains("kafka://" + there);
    assertThat(shop.get("/api/v1/audit?actor=partner").text()).contains("shop.people");
  }

  private static Weft start(String name) {
    return Weft.start(
        Settings.parse(
            "data",
            List.of(
                "--data",
                folder.resolve(name).toString(),
                "--http",
                "0",
                "--gateway",
                "0",
                "--search-vectors",
                "off")),
        Throwable::printStackTrace);
  }

  private static Rest admin(Weft weft, String name) throws IOException {
    var token = Files.readString(folder.resolve(name).resolve("admin.token")).strip();
    return new Rest(weft.url(), token);
  }

  private static List<JsonNode> records(Rest rest, String port) {
    return rest.get("/api/v1/ports/" + port + "/records?from=earliest")
        .text()
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(Json::parse)
        .map(line -> line.has("value") ? line.path("value") : line)
        .filter(line -> line.has("n"))
        .toList();
  }

  private static void applied(Rest rest, String text, Map<String, String> secrets) {
    var request = Json.object();
    request.putArray("documents").addObject().put("file", "mesh.yaml").put("text", text);
    var set = request.putObject("secrets");
    secrets.forEach(set::put);
    var answer = rest.post("/api/v1/apply", request);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }
}
