package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A domain becomes authoritative by people's acts, and then that has effect: by REST and Kafka. */
class GovernanceIT {
  private static final String SHOP =
      """
      apiVersion: weft.dev/v1
      kind: Domain
      name: shop
      governance: {body: [olga, pia], stewards: [sam]}
      """;
  private static final String MESH =
      """
      apiVersion: weft.dev/v1
      kind: User
      name: olga
      ---
      apiVersion: weft.dev/v1
      kind: User
      name: pia
      ---
      apiVersion: weft.dev/v1
      kind: User
      name: sam
      ---
      apiVersion: weft.dev/v1
      kind: User
      name: ada
      ---
      apiVersion: weft.dev/v1
      kind: User
      name: feeder
      ---
      apiVersion: weft.dev/v1
      kind: Term
      name: customer
      definition: Who buys from us.
      domain: shop
      ---
      apiVersion: weft.dev/v1
      kind: Term
      name: price
      definition: What something costs.
      domain: shop
      ---
      """
          + SHOP
          + product("customers", "customer")
          + product("crm", "customer")
          + product("prices", "price");

  @TempDir static Path data;

  private static OwnServer server;
  private static Rest olga;
  private static Rest pia;
  private static Rest sam;
  private static Rest ada;

  private static String product(String name, String term) {
    return """
    ---
    apiVersion: v3.1.0
    kind: DataContract
    id: NAME-v1
    version: 1.0.0
    status: active
    dataProduct: NAME
    schema:
      - name: row
        properties:
          - {name: id, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
          - name: about
            logicalType: string
            authoritativeDefinitions: [{type: businessDefinition, url: "weft:term/TERM"}]
    ---
    apiVersion: v1.0.0
    kind: DataProduct
    id: NAME
    version: 1.0.0
    status: active
    domain: shop
    outputPorts: [{name: out, version: 1.0.0, contractId: NAME-v1}]
    team: {members: [{username: olga, role: owner}]}
    """
        .replace("NAME", name)
        .replace("TERM", term);
  }

  @BeforeAll
  static void start() throws IOException {
    server = OwnServer.start(data, MESH);
    olga = server.login("olga");
    pia = server.login("pia");
    sam = server.login("sam");
    ada = server.login("ada");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ObjectNode comment(String text) {
    return Json.object().put("comment", text);
  }

  private static JsonNode stand(Rest person, String act) {
    var body = act.equals("vote") ? comment("yes").put("vote", "yes") : comment("as agreed");
    var answer = person.post("/api/v1/domains/shop/standing/" + act, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body();
  }

  private static Rest.Answer ask(String port) {
    return ada.post(
        "/api/v1/subscriptions", Json.object().put("port", port).put("purpose", "to see"));
  }

  @Test
  void aDomainIsEnforcedAndNobodyNewReadsElsewhere() {
    var early = ask("crm.out").body().path("id").asText();
    assertThat(olga.post("/api/v1/subscriptions/" + early + "/approve").status()).isEqualTo(200);
    var source = "/api/v1/domains/shop/sources/customer";
    assertThat(ada.post(source, Json.object().put("port", "customers.out")).code())
        .isEqualTo("not-yours");
    assertThat(sam.post(source, Json.object().put("port", "customers.out")).status())
        .isEqualTo(200);
    assertThat(sam.post(source + "/verify").code()).isEqualTo("four-eyes");
    assertThat(pia.post(source + "/verify").status()).isEqualTo(200);

    stand(olga, "designate");
    assertThat(olga.post("/api/v1/domains/shop/standing/verify").status()).isEqualTo(403);
    stand(sam, "verify");
    server.apply(SHOP + "description: Customers and what they buy.\n");
    assertThat(stand(pia, "vote").path("stage").asText()).isEqualTo("APPROVED");
    assertThat(server.admin().get("/api/v1/domains/shop/standing").body().path("acts"))
        .extracting(JsonNode::asText)
        .containsExactly("enforce", "reject");
    stand(server.admin(), "enforce");

    assertThat(ask("crm.out").code()).isEqualTo("not-authoritative");
    assertThat(ask("customers.out").status()).isEqualTo(200);
    assertThat(sam.get("/api/v1/domains/shop/violations").body().path("items"))
        .singleElement()
        .matches(one -> one.path("subscription").asText().equals(early));
    var wanted = Json.object().put("term", "customer").put("port", "crm.out");
    var asked = ada.post("/api/v1/domains/shop/exceptions", wanted.put("reason", "migration"));
    var exception = "/api/v1/domains/shop/exceptions/" + asked.body().path("id").asText();
    for (var member : List.of(olga, pia)) {
      var vote = member.post(exception + "/vote", Json.object().put("vote", "yes"));
      assertThat(vote.status()).as(vote.text()).isEqualTo(200);
    }
    assertThat(ask("crm.out").status()).isEqualTo(200);
    var steps = server.admin().get("/api/v1/audit?subject=DomainStanding%2Fshop&limit=50");
    assertThat(steps.body().path("items"))
        .filteredOn(event -> event.path("action").asText().equals("domain.enforce"))
        .singleElement()
        .matches(
            event -> event.path("details").path("before").path("stage").asText().equals("APPROVED"))
        .matches(
            event -> event.path("details").path("after").path("stage").asText().equals("ENFORCED"));
  }

  @Test
  void onlyTheProvisioningPointWritesAtTheWire() throws Exception {
    var line = "{\"id\": 1, \"about\": \"10\"}\n";
    assertThat(olga.send("POST", "/api/v1/ports/prices.out/records", line).status()).isEqualTo(200);
    var ofProduct =
        olga.post("/api/v1/keys", Json.object().put("product", "prices").put("port", "prices.out"));
    assertThat(ofProduct.status()).as(ofProduct.text()).isEqualTo(200);
    var product = key(ofProduct.body());
    var feeder = key(server.login("feeder").post("/api/v1/keys").body());
    write(product);
    var source = "/api/v1/domains/shop/sources/price";
    var wanted = Json.object().put("port", "prices.out").put("provisioner", "feeder");
    assertThat(sam.post(source, wanted).status()).isEqualTo(200);
    assertThat(pia.post(source + "/verify").status()).isEqualTo(200);

    assertThatThrownBy(() -> write(product)).hasCauseInstanceOf(TopicAuthorizationException.class);
    write(feeder);
    assertThat(olga.send("POST", "/api/v1/ports/prices.out/records", line).code())
        .isEqualTo("not-the-provisioning-point");
    assertThat(ada.get("/api/v1/authoritative-sources?product=prices").body().path("items"))
        .singleElement()
        .matches(one -> one.path("provisioner").asText().equals("feeder"));
  }

  private static KafkaKey key(JsonNode answer) {
    return new KafkaKey(
        answer.path("bootstrap").asText(),
        answer.path("id").asText(),
        answer.path("secret").asText());
  }

  private static void write(KafkaKey key) throws ExecutionException, InterruptedException {
    var properties = key.properties();
    properties.put("max.block.ms", "20000");
    properties.put("delivery.timeout.ms", "20000");
    properties.put("request.timeout.ms", "10000");
    properties.put("enable.idempotence", "false");
    var text = new StringSerializer();
    try (var producer = new KafkaProducer<>(properties, text, text)) {
      var record = new ProducerRecord<>("prices.out", "1", "{\"id\": 1, \"about\": \"11\"}");
      var unused = producer.send(record).get(30, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }
}
