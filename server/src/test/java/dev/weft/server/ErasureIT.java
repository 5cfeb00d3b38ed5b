package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A customer asks a record shop to be forgotten: customers and what a flow makes of them in another
 * product are erased by tombstones, invoices go with their retention, everybody else's records
 * stay.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ErasureIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String KEY = "C-5005";
  private static final String MESH =
      """
      {apiVersion: weft.dev/v1, kind: User, name: olga}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: ada}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: bo}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: sam}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: pia, roles: [privacy]}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: petra, roles: [privacy]}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: iris, roles: [auditor]}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: fin}
      ---
      apiVersion: weft.dev/v1
      kind: Domain
      name: retail
      governance: {body: [olga], stewards: [sam]}
      ---
      apiVersion: weft.dev/v1
      kind: Domain
      name: finance
      governance: {body: [fin]}
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: all-of-retail
      type: access
      resources: {domains: [retail]}
      rules: [{principals: {users: [ada, bo]}, allow: [read]}]
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: hide-from-bo
      type: mask
      resources: {tags: ["pii.*"]}
      rules:
        - {principals: {users: [bo]}, mask: show-last-4}
        - {principals: {everyone: true}, mask: none}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: customers-v1
      version: 1.0.0
      status: active
      dataProduct: customers
      customProperties: [{property: weft.cleanup, value: compact}]
      schema:
        - name: customer
          properties:
            - {name: customer_id, logicalType: string, required: true, primaryKey: true, tags: [subject.customer]}
            - {name: email, logicalType: string}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: invoices-v1
      version: 1.0.0
      status: active
      dataProduct: customers
      slaProperties: [{property: retention, value: 30, unit: d}]
      schema:
        - name: invoice
          properties:
            - {name: invoice_id, logicalType: integer, required: true, primaryKey: true}
            - {name: customer_id, logicalType: string, required: true, tags: [subject.customer]}
            - {name: address, logicalType: string, tags: [pii.address]}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: bills-v1
      version: 1.0.0
      status: active
      dataProduct: mailing
      schema:
        - name: bill
          properties:
            - {name: invoice_id, logicalType: integer, required: true, primaryKey: true}
            - {name: customer_id, logicalType: string, required: true, tags: [subject.customer]}
            - name: address
              logicalType: string
              tags: [pii.address]
              logicalTypeOptions: {maxLength: 20}
              customProperties: [{property: weft.encryptedPer, value: customer_id}]
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: customers
      status: active
      domain: retail
      customProperties: [{property: weft.partitions, value: 1}]
      outputPorts:
        - {name: customers, version: 1.0.0, contractId: customers-v1}
        - {name: invoices, version: 1.0.0, contractId: invoices-v1}
      team: {members: [{username: olga, role: owner}]}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: addresses-v1
      version: 1.0.0
      status: active
      dataProduct: mailing
      customProperties: [{property: weft.cleanup, value: compact}]
      schema:
        - name: address
          properties:
            - {name: email, logicalType: string, required: true, primaryKey: true}
            - {name: account, logicalType: string}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: mailing
      status: active
      domain: retail
      customProperties: [{property: weft.partitions, value: 1}]
      inputPorts:
        - {name: customers, version: 1.0.0, contractId: customers-v1}
        - {name: invoices, version: 1.0.0, contractId: invoices-v1}
      outputPorts:
        - {name: addresses, version: 1.0.0, contractId: addresses-v1}
        - {name: bills, version: 1.0.0, contractId: bills-v1}
      team: {members: [{username: olga, role: owner}]}
      ---
      apiVersion: weft.dev/v1
      kind: Flow
      name: mailing
      product: mailing
      processors:
        - {name: read, type: ConsumePort, settings: {port: customers.customers}}
        - {name: rename, type: UpdateRecord, settings: {set: {account: record.customer_id}, remove: [customer_id]}}
        - {name: publish, type: PublishPort, settings: {port: mailing.addresses}}
      connections: [read.success -> rename, rename.success -> publish]
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: lines-v1
      version: 1.0.0
      status: active
      dataProduct: stats
      customProperties: [{property: weft.cleanup, value: compact}]
      schema:
        - name: line
          properties:
            - {name: invoice_id, logicalType: integer, required: true, primaryKey: true}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: stats
      status: active
      domain: finance
      customProperties: [{property: weft.partitions, value: 1}]
      inputPorts: [{name: invoices, version: 1.0.0, contractId: invoices-v1}]
      outputPorts: [{name: lines, version: 1.0.0, contractId: lines-v1}]
      team: {members: [{username: fin, role: owner}]}
      ---
      apiVersion: weft.dev/v1
      kind: Flow
      name: lines
      product: stats
      processors:
        - {name: read, type: ConsumePort, settings: {port: customers.invoices}}
        - {name: drop, type: UpdateRecord, settings: {remove: [customer_id, address]}}
        - {name: publish, type: PublishPort, settings: {port: stats.lines}}
      connections: [read.success -> drop, drop.success -> publish]
      ---
      apiVersion: weft.dev/v1
      kind: Flow
      name: bills
      product: mailing
      processors:
        - {name: read, type: ConsumePort, settings: {port: customers.invoices}}
        - {name: publish, type: PublishPort, settings: {port: mailing.bills}}
      connections: [read.success -> publish]
      """;

  @TempDir static Path data;
  private static OwnServer server;
  private static Rest olga;
  private static Rest ada;
  private static Rest pia;
  private static Rest petra;
  private static Behind behind;
  private static String ofSteward;
  private static String applied;

  @BeforeAll
  static void start() throws IOException {
    server = OwnServer.start(data, MESH);
    olga = server.login("olga");
    ada = server.login("ada");
    pia = server.login("pia");
    petra = server.login("petra");
    behind = new Behind(data);
    Eventually.within(LIMIT, "the request of stats", ErasureIT::letsStatsRead);
    write("customers.customers", customer("C-1"), customer(KEY), customer("C-2"));
    write("customers.invoices", invoice(1, KEY), invoice(2, "C-1"), invoice(3, KEY));
    write("mailing.bills", invoice(4, KEY), invoice(5, "C-2"));
    Eventually.within(LIMIT, "the flow", () -> behind.all("mailing.addresses").size() == 3);
    Eventually.within(LIMIT, "the other", () -> behind.all("mailing.bills").size() == 5);
    Eventually.within(LIMIT, "the lines", () -> behind.all("stats.lines").size() == 3);
    read(ada, "customers.customers");
  }

  @AfterAll
  static void stop() {
    behind.close();
    server.close();
  }

  @Test
  @Order(1)
  void aPlanSaysWhereThePersonIsWhatBecomesOfItAndWhoHasReadIt() {
    Eventually.within(
        LIMIT,
        "her read in the audit",
        () ->
            server.admin().get("/api/v1/audit?action=read.ended&actor=ada").text().contains("ada"));

    var plan = plan(pia, KEY);

    var customers = place(plan, "customers.customers");
    assertThat(customers.path("way").asText()).isEqualTo("TOMBSTONE");
    assertThat(customers.path("records").asInt()).isEqualTo(1);
    assertThat(customers.path("fields").toString()).isEqualTo("[\"customer_id\"]");
    assertThat(customers.hasNonNull("until")).isTrue();
    var addresses = place(plan, "mailing.addresses");
    assertThat(addresses.path("way").asText()).isEqualTo("TOMBSTONE");
    assertThat(addresses.path("fields").toString()).isEqualTo("[\"account\"]");
    var invoices = place(plan, "customers.invoices");
    assertThat(invoices.path("way").asText()).isEqualTo("RETENTION");
    assertThat(invoices.path("records").asInt()).isEqualTo(2);
    assertThat(invoices.hasNonNull("until")).isTrue();
    var bills = place(plan, "mailing.bills");
    assertThat(bills.path("way").asText()).isEqualTo("SHRED");
    assertThat(bills.path("records").asInt()).isEqualTo(3);
    assertThat(bills.path("note").asText()).contains("Unreadable at once: address.");
    assertThat(readers(plan))
        .containsEntry("ada customers.customers", 1L)
        .containsEntry("product:mailing customers.customers", 1L);
    assertThat(plan.path("complete").asBoolean()).isTrue();
    assertThat(plan.toString()).doesNotContain(KEY);
  }

  @Test
  @Order(2)
  void whatIsEncryptedIsOpenedAtTheDoorForWhoMaySeeIt() {
    assertThat(behind.all("mailing.bills"))
        .hasSize(5)
        .allMatch(one -> one.value().contains("\"address\":\"wk1."));
    assertThat(addresses(ada))
        .containsEntry(1, "Elm Street 1")
        .containsEntry(2, "Elm Street 2")
        .containsEntry(4, "Elm Street 4");
    assertThat(addresses(server.login("bo")).get(1)).endsWith("et 1").doesNotContain("Elm");
  }

  @Test
  @Order(2)
  void aClientWritesNoSuchFieldInTheClear() {
    var key = olga.post("/api/v1/keys", Json.object().put("product", "mailing")).body();
    var properties =
        new KafkaKey(
                key.path("bootstrap").asText(),
                key.path("id").asText(),
                key.path("secret").asText())
            .properties();
    var text = new StringSerializer();
    try (var producer = new KafkaProducer<>(properties, text, text)) {
      var record = new ProducerRecord<>("mailing.bills", "9", invoice(9, "C-1"));

      assertThatThrownBy(() -> producer.send(record).get())
          .hasMessageContaining("It is to be encrypted per customer_id");
    }
  }

  @Test
  @Order(3)
  void nobodyErasesAlone() {
    var sam = server.login("sam");
    assertThat(ask(sam, KEY, "").code()).isEqualTo("not-authorized");
    assertThat(ask(ada, KEY, "").code()).isEqualTo("not-authorized");

    ofSteward = ask(sam, KEY, "retail").body().path("id").asText();

    assertThat(apply(sam, ofSteward, KEY).code()).isEqualTo("four-eyes");
    assertThat(apply(petra, ofSteward, "C-1").code()).isEqualTo("other-subject");
    assertThat(apply(olga, ofSteward, KEY).code()).isEqualTo("no-such-erasure");
    assertThat(certificate(ofSteward).code()).isEqualTo("not-applied");
    assertThat(behind.all("customers.customers")).noneMatch(one -> one.value() == null);
  }

  @Test
  @Order(4)
  void aPlanIsStaleWhenThePersonHasComeAgain() {
    write("customers.customers", customer(KEY));

    var refused = apply(petra, ofSteward, KEY);

    assertThat(refused.code()).isEqualTo("stale-plan");
    assertThat(refused.text()).contains("customers.customers holds 2 records instead of 1");
  }

  @Test
  @Order(5)
  void appliedItLeavesNothingOfThePersonAndEverythingOfOthers() {
    Eventually.within(LIMIT, "the flow", () -> behind.all("mailing.addresses").size() == 4);
    applied = plan(pia, KEY).path("id").asText();

    var answer = apply(petra, applied, KEY);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.body().path("status").asText()).isEqualTo("APPLIED");
    var customers = newest("customers.customers");
    assertThat(customers.get(KEY).value()).isNull();
    assertThat(Behind.header(customers.get(KEY), "weft.erasure")).isEqualTo(applied);
    assertThat(customers.get("C-1").value()).isNotNull();
    assertThat(customers.get("C-2").value()).isNotNull();
    var addresses = newest("mailing.addresses");
    assertThat(addresses.get(KEY + "@example.org").value()).isNull();
    assertThat(addresses.get("C-1@example.org").value()).isNotNull();
    assertThat(behind.all("customers.invoices")).hasSize(3);
    assertThat(addresses(ada))
        .containsEntry(1, "null")
        .containsEntry(2, "Elm Street 2")
        .containsEntry(3, "null")
        .containsEntry(4, "null")
        .containsEntry(5, "Elm Street 5");

    var offset = customers.get(KEY).offset();
    var trace = server.admin().get("/api/v1/trace/customers.customers/0/" + offset);
    assertThat(trace.text()).contains("erasure/" + applied, "tombstone");
    assertThat(apply(petra, applied, KEY).code()).isEqualTo("already-applied");
  }

  @Test
  @Order(6)
  void theCertificateProvesItAndTheKeyIsNowhere() {
    var certificate = certificate(applied).body();

    var erasure = certificate.path("erasure");
    assertThat(erasure.path("plannedBy").asText()).isEqualTo("pia");
    assertThat(erasure.path("appliedBy").asText()).isEqualTo("petra");
    assertThat(erasure.path("done").findValuesAsText("name"))
        .containsExactly(
            "customers.customers",
            "customers.invoices",
            "mailing.addresses",
            "mailing.bills",
            "stats.lines");
    assertThat(erasure.path("done").findValuesAsText("written"))
        .containsExactly("1", "0", "1", "1", "0");
    var position = certificate.path("audit");
    assertThat(position.path("intact").asBoolean()).isTrue();
    var iris = server.login("iris");
    var event = iris.get("/api/v1/audit?action=erasure.apply&limit=1").body().path("items").get(0);
    assertThat(position.path("hash").asText()).isEqualTo(event.path("hash").asText());
    assertThat(iris.get("/api/v1/audit/verify").body().path("faults")).isEmpty();
    assertThat(iris.get("/api/v1/audit?limit=10000").text()).doesNotContain(KEY);

    var check = petra.post("/api/v1/erasures/" + applied + "/check", subject(KEY)).body();
    assertThat(check.path("checked").path("left").asInt()).isZero();
    assertThat(check.path("checked").path("replaced").asInt()).isEqualTo(4);
    assertThat(check.path("checked").path("remaining").asInt()).isEqualTo(5);
  }

  /** What was made from the records and does not hold the key may be others' too. */
  @Test
  @Order(7)
  void whatWasMadeOfTheRecordsGoesOnlyWhereItsDomainAgrees() {
    var asked = petra.post("/api/v1/erasures", subject("C-1").put("derived", true)).body();
    var id = asked.path("id").asText();
    assertThat(asked.path("asks").toString()).isEqualTo("[\"finance\"]");
    var lines = place(asked, "stats.lines");
    assertThat(lines.path("derived").asInt()).isEqualTo(1);
    assertThat(lines.path("way").asText()).isEqualTo("TOMBSTONE");

    assertThat(apply(pia, id, "C-1").code()).isEqualTo("awaits-domains");
    assertThat(say(pia, id, true).code()).isEqualTo("not-authorized");
    assertThat(say(server.login("sam"), id, true).code()).isEqualTo("no-such-erasure");
    var fin = server.login("fin");
    assertThat(fin.get("/api/v1/inbox").text()).contains("The erasure " + id + " asks the domain");
    var seen = fin.get("/api/v1/erasures/" + id).body();
    assertThat(seen.path("places").findValuesAsText("name")).containsExactly("stats.lines");
    assertThat(seen.path("readers")).isEmpty();
    assertThat(say(fin, id, false).status()).isEqualTo(200);
    assertThat(apply(pia, id, "C-1").code()).isEqualTo("domain-objects");
    assertThat(say(fin, id, true).status()).isEqualTo(200);
    assertThat(fin.get("/api/v1/inbox").text()).doesNotContain(id);

    var applied = apply(pia, id, "C-1");

    assertThat(applied.status()).as(applied.text()).isEqualTo(200);
    var rows = newest("stats.lines");
    assertThat(rows.get("2").value()).isNull();
    assertThat(rows.get("1").value()).isNotNull();
    assertThat(certificate(id).body().path("erasure").path("consents").toString())
        .contains("finance", "fin", "counts only");
    var operations = server.admin().get("/api/v1/operations").body();
    assertThat(operations.path("work")).isEmpty();
    assertThat(operations.path("alerts").findValuesAsText("code"))
        .doesNotContain("erasure-interrupted");
  }

  /** Another domain's product asks for itself. */
  private static boolean letsStatsRead() {
    for (var one : olga.get("/api/v1/subscriptions?view=to-decide").body().path("items")) {
      if (one.path("principal").asText().equals("product:stats")) {
        var id = one.path("id").asText();
        return olga.post("/api/v1/subscriptions/" + id + "/approve").status() == 200;
      }
    }
    return false;
  }

  private static Rest.Answer say(Rest person, String id, boolean agrees) {
    var body = Json.object().put("domain", "finance").put("agrees", agrees);
    return person.post("/api/v1/erasures/" + id + "/say", body.put("why", "counts only"));
  }

  private static String customer(String id) {
    return "{\"customer_id\":\"" + id + "\",\"email\":\"" + id + "@example.org\"}";
  }

  private static String invoice(int number, String customer) {
    return "{\"invoice_id\":%d,\"customer_id\":\"%s\",\"address\":\"Elm Street %d\"}"
        .formatted(number, customer, number);
  }

  private static void write(String port, String... records) {
    var answer =
        olga.send("POST", "/api/v1/ports/" + port + "/records", String.join("\n", records));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static void read(Rest person, String port) {
    assertThat(person.get("/api/v1/ports/" + port + "/records?from=earliest").status())
        .isEqualTo(200);
  }

  /** As this person sees them. */
  private static Map<Integer, String> addresses(Rest person) {
    var all = new LinkedHashMap<Integer, String>();
    var lines = person.get("/api/v1/ports/mailing.bills/records?from=earliest").text();
    for (var line : lines.split("\n")) {
      var value = Json.parse(line);
      all.put(value.path("invoice_id").asInt(), value.path("address").asText());
    }
    return all;
  }

  private static Rest.Answer ask(Rest person, String key, String domain) {
    return person.post("/api/v1/erasures", subject(key).put("domain", domain));
  }

  private static JsonNode plan(Rest person, String key) {
    var answer = ask(person, key, "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body();
  }

  private static Rest.Answer apply(Rest person, String id, String key) {
    return person.post("/api/v1/erasures/" + id + "/apply", subject(key).put("why", "request 7"));
  }

  private static Rest.Answer certificate(String id) {
    return petra.get("/api/v1/erasures/" + id + "/certificate");
  }

  private static ObjectNode subject(String key) {
    return Json.object().put("key", key);
  }

  private static JsonNode place(JsonNode plan, String name) {
    return plan.path("places")
        .valueStream()
        .filter(place -> place.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + plan));
  }

  private static Map<String, Long> readers(JsonNode plan) {
    var all = new LinkedHashMap<String, Long>();
    for (var reader : plan.path("readers")) {
      all.put(
          reader.path("principal").asText() + " " + reader.path("port").asText(),
          reader.path("records").asLong() + reader.path("maybe").asLong());
    }
    return all;
  }

  /** What stands last under each key. */
  private static Map<String, ConsumerRecord<String, String>> newest(String topic) {
    var all = new LinkedHashMap<String, ConsumerRecord<String, String>>();
    behind.all(topic).forEach(record -> all.put(record.key(), record));
    return all;
  }
}
