package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weft.model.Json;
import dev.weft.server.audit.OcsfTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an examiner asks of the audit, on the example bank and with ordinary Kafka clients. */
class AuditIT {
  private static final String PORT = Bank.TRANSACTIONS;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path data;

  private static Bank bank;
  private static Rest iris;
  private static Rest fred;
  private static KafkaKey fredsKey;

  @BeforeAll
  static void start() {
    bank = Bank.open(data);
    iris = bank.rest("iris");
    fred = bank.rest("fred");
    bank.grant("fred");
    fredsKey = KafkaKey.of(fred, PORT);
  }

  @AfterAll
  static void stop() {
    bank.close();
  }

  @Test
  void saysWhoHasSeenAFieldOfWhichRecordsAndHow() {
    var customer = read(fred, 500).get(0).path("customer_id").asText();
    read(bank.rest("dana"), 500);

    Eventually.within(
        PATIENCE, "both reads in the audit", () -> sees("raw", "dana") && sees("masked", "fred"));

    assertThat(sees("masked", "dana") || sees("raw", "fred")).isFalse();
    var raw = of("dana", who(ask("raw", "")));
    assertThat(raw.path("delivered").asLong()).isGreaterThanOrEqualTo(500);
    assertThat(raw.path("ranges").get(0).path("certain").asBoolean()).isTrue();
    var masked = of("fred", who(ask("masked", "")));
    assertThat(masked.path("masks").path("iban").asText()).isEqualTo("hash");
    assertThat(masked.path("policies").toString()).contains("s-");

    var subject = who(ask("masked", customer));
    assertThat(of("fred", subject).path("subject").path("seen").asLong()).isPositive();
    assertThat(of("fred", subject).path("subject").path("maybe").asLong()).isZero();
    var asked = iris.get("/api/v1/audit?action=audit.ask&limit=1").body().path("items").get(0);
    assertThat(asked.path("details").path("keyToken").asText()).hasSize(32);
  }

  @Test
  void aRowFilterMakesARangeUncertain() {
    bank.grant("nora");
    var customer = read(bank.rest("nora"), 50).get(0).path("customer_id").asText();

    Eventually.within(
        PATIENCE,
        "her reads in the audit",
        () -> who(ask("masked", customer)).findValuesAsText("principal").contains("nora"));

    var nora = of("nora", who(ask("masked", customer)));
    assertThat(nora.path("filtered").asLong()).isPositive();
    assertThat(nora.path("subject").path("seen").asLong()).isZero();
    assertThat(nora.path("subject").path("maybe").asLong()).isPositive();
  }

  @Test
  void aPlanReplaysWhatWasReadAndSaysWhoLosesWhat() {
    bank.grant("sofia");
    read(bank.rest("sofia"), 20);
    Eventually.within(
        PATIENCE,
        "her reads in the audit",
        () -> who(ask("any", "")).findValuesAsText("principal").contains("sofia"));

    var policy =
        """
        apiVersion: weft.dev/v1
        kind: Policy
        name: bank-personal-data
        type: mask
        resources: {tags: ["pii.*"]}
        rules:
          - {principals: {users: [sofia]}, mask: redact}
          - {principals: {groups: [data-protection]}, mask: none}
          - {principals: {groups: [fraud-desk]}, mask: hash}
          - {principals: {everyone: true}, mask: show-last-4}
        ---
        apiVersion: weft.dev/v1
        kind: Policy
        name: no-sofia-elsewhere
        type: row-filter
        resources: {ports: [payments.transactions]}
        rules:
          - {principals: {users: [sofia]}, filter: "record.currency == 'EUR'"}
        """;
    var plan = Json.object().put("dryRun", true).put("replay", "7d");
    plan.putArray("documents").addObject().put("file", "p.yaml").put("text", policy);
    var answer = bank.rest("admin").post("/api/v1/apply", plan);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);

    var replay = answer.body().path("replay");
    assertThat(replay.path("accesses").asInt()).isPositive();
    assertThat(replay.path("effects").findValuesAsText("principal")).containsOnly("sofia");
    var effect = replay.path("effects").get(0);
    assertThat(effect.path("effect").asText()).isEqualTo("changes");
    assertThat(effect.path("fields").toString())
        .contains("\"path\":\"iban\",\"before\":\"mask:show-last-4\",\"after\":\"mask:redact\"");
    assertThat(effect.path("filter").path("after").asText()).contains("EUR");
    assertThat(iris.get("/api/v1/resources/policy/no-sofia-elsewhere").status()).isEqualTo(404);
  }

  @Test
  void exportsEveryEventAsOcsf() throws Exception {
    read(fred, 50);
    var request =
        HttpRequest.newBuilder(
                URI.create(bank.url() + "/api/v1/audit/export?format=ocsf&from=2026-01-01"))
            .header("Authorization", "Bearer " + iris.token())
            .build();
    var lines =
        HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.ofLines())
            .body()
            .toList();

    assertThat(lines.stream().flatMap(line -> OcsfTest.faults(line).stream()).distinct()).isEmpty();
    assertThat(lines.stream().map(line -> Json.parse(line).path("class_uid").asInt()).distinct())
        .contains(6005, 6003, 3002, 3005);
    assertThat(fred.get("/api/v1/audit/export").status()).isEqualTo(403);
  }

  @Test
  void whileTheAuditCannotBeWrittenNobodyReads() throws Exception {
    try (var behind = new Behind(data)) {
      behind.configure("_weft.audit", "max.message.bytes", "1");
      try (var reader = new OpenReader("fred", fredsKey, PORT, "")) {
        Eventually.within(
            PATIENCE,
            "the alarm",
            () -> fred.get("/health/ready").text().contains("the audit cannot be written"));
        assertThat(fred.get("/health/ready").status()).isEqualTo(503);
        assertThat(fred.get("/metrics").text()).contains("weft_audit_writable 0");
        assertThat(reader.seen()).isEmpty();

        behind.configure("_weft.audit", "max.message.bytes", "8388608");
        Eventually.within(PATIENCE, "records", () -> !reader.seen().isEmpty());
        Eventually.within(PATIENCE, "health", () -> fred.get("/health/ready").status() == 200);
      } finally {
        behind.configure("_weft.audit", "max.message.bytes", "8388608");
      }
    }
    assertThat(iris.get("/api/v1/audit/verify").body().path("faults")).isEmpty();
  }

  @Test
  void theAuditIsAPortForAuditorsOnly() throws Exception {
    assertThat(bank.rest("admin").get("/api/v1/ports/weft.audit/sample").status()).isEqualTo(403);
    try (var reader = new OpenReader("iris", iris, "weft.audit", "");
        var behind = new Behind(data)) {
      Eventually.within(
          PATIENCE,
          "that she reads, in what she reads",
          () ->
              reader.seen().stream()
                  .anyMatch(
                      one ->
                          one.text("subject").equals("weft.audit")
                              && one.text("action").equals("read")));
      var begun = System.nanoTime();
      var since = reader.seen().size();
      var own = ownReads(reader);
      Eventually.within(
          PATIENCE,
          "something else to happen",
          () -> {
            bank.rest("fred");
            return reader.seen().size() > since + 3;
          });
      // Time makes events of what she reads, one range in two seconds at most; reading them must
      // not.
      var seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
      assertThat(ownReads(reader) - own).isLessThan(6 + seconds);

      var copies = behind.all("weft.audit").stream().map(record -> record.value()).toList();
      assertThat(copies).doesNotHaveDuplicates();
      var events = behind.all("_weft.audit").stream().map(record -> record.value()).toList();
      assertThat(events.subList(0, copies.size())).isEqualTo(copies);
    }
  }

  private static long ownReads(OpenReader reader) {
    return reader.seen().stream().filter(one -> one.text("subject").equals("weft.audit")).count();
  }

  @Test
  void readingByAPolicyThatSaysSoLeavesNoEventsButTheChangeAndRefusalsDo() {
    var stefan = bank.rest("stefan");
    assertThat(stefan.get("/api/v1/ports/" + PORT + "/records?max=1").status()).isEqualTo(403);
    var policy =
        """
        apiVersion: weft.dev/v1
        kind: Policy
        name: quiet
        type: access
        resources: {ports: [payments.transactions]}
        rules: [{principals: {users: [stefan]}, allow: [read], audit: false}]
        """;
    var body = Json.object();
    body.putArray("documents").addObject().put("file", "quiet.yaml").put("text", policy);
    var applied = bank.rest("paula").post("/api/v1/apply", body);
    assertThat(applied.status()).as(applied.text()).isEqualTo(200);

    assertThat(read(stefan, 10)).hasSizeGreaterThanOrEqualTo(10);

    // Whatever is read is announced before it leaves, so there is nothing to wait for.
    var audit = "/api/v1/audit?actor=stefan&action=";
    assertThat(iris.get(audit + "read.opened").body().path("items")).isEmpty();
    assertThat(iris.get(audit + "request.refused").body().path("items")).isNotEmpty();
    var change = iris.get("/api/v1/audit?subject=Policy/quiet").body().path("items").get(0);
    assertThat(change.path("details").path("after").toString()).contains("\"audit\":false");
    var explained = iris.get("/api/v1/explain?principal=stefan&port=" + PORT).body();
    assertThat(explained.path("audited").asBoolean(true)).isFalse();
  }

  @Test
  void onlyAuditorsAskAndOwnersAboutTheirPorts() {
    var paula = bank.rest("paula");
    assertThat(paula.post("/api/v1/audit/who", Json.object().put("port", PORT)).status())
        .isEqualTo(200);
    assertThat(paula.send("POST", "/api/v1/audit/who", ask("any", "1")).status()).isEqualTo(403);
    assertThat(paula.get("/api/v1/audit/who?port=cards.cards").status()).isEqualTo(403);
    assertThat(fred.get("/api/v1/audit/who?port=" + PORT).status()).isEqualTo(403);
    assertThat(iris.get("/api/v1/audit/who?port=no.port").status()).isEqualTo(404);
    assertThat(iris.get("/api/v1/audit/who?port=" + PORT + "&field=nope").status()).isEqualTo(404);
  }

  private static String ask(String view, String customer) {
    var ask = Json.object().put("port", PORT).put("field", "iban").put("view", view);
    if (!customer.isEmpty()) {
      ask.put("key", customer).put("keyField", "customer_id");
    }
    return Json.text(ask);
  }

  /** Whether the audit has it exactly that this person saw the field so. */
  private static boolean sees(String view, String name) {
    return of(name, who(ask(view, ""))).path("exact").asBoolean();
  }

  private static JsonNode of(String name, JsonNode items) {
    return items
        .valueStream()
        .filter(item -> item.path("principal").asText().equals(name))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private static JsonNode who(String ask) {
    var answer = iris.send("POST", "/api/v1/audit/who", ask);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body().path("items");
  }

  private static List<JsonNode> read(Rest person, int atLeast) {
    var values = new ArrayList<JsonNode>();
    try (var consumer = KafkaKey.of(person, PORT).consumer("")) {
      var partitions =
          consumer.partitionsFor(PORT).stream()
              .map(info -> new TopicPartition(PORT, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      while (values.size() < atLeast && System.nanoTime() < deadline) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> values.add(Json.parse(record.value())));
      }
    }
    assertThat(values).hasSizeGreaterThanOrEqualTo(atLeast);
    return values;
  }
}
