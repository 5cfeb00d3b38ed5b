package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weft.model.Json;
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

  @BeforeAll
  static void start() {
    bank = Bank.open(data);
    iris = bank.rest("iris");
    fred = bank.rest("fred");
    bank.grant("fred");
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
  void onlyAuditorsAsk() {
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
