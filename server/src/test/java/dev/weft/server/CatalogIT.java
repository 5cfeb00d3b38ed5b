package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the catalog says of data has effect: on who sees it, and at the port of its changes. */
class CatalogIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String MESH =
      MeshText.of(
          MeshText.shop("olga", "ada"),
          MeshText.contract("orders", MeshText.KEY, "{name: remark, logicalType: string}"),
          MeshText.product("orders"),
          """
          apiVersion: weft.dev/v1
          kind: Policy
          name: personal-data
          type: mask
          resources: {tags: ["pii.*"]}
          rules: [{principals: {everyone: true}, mask: redact}]
          ---
          apiVersion: weft.dev/v1
          kind: Term
          name: personal
          title: Personal data
          definition: What says something about a person.
          tags: [pii.other]
          ---
          apiVersion: weft.dev/v1
          kind: Term
          name: complaint
          title: Complaint
          definition: What a customer says is wrong.
          alsoCalled: [remark]
          domain: shop
          relations: {isA: [personal]}
          """);

  private static final String DELIVERIES =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: deliveries-v1
      version: 1.0.0
      status: active
      schema:
        - name: delivery
          quality:
            - name: small
              type: custom
              engine: cel
              implementation: record.id < 3
              unit: percent
              customProperties: [{property: weft.mustBeLessThan, value: 50}]
            - {name: few, type: sql, query: 'SELECT COUNT(*) FROM ${table} WHERE id > 2', mustBeLessThan: 2}
            - {name: sum of ids, type: sql, query: SELECT SUM(id) FROM delivery, mustBeBetween: [1, 5]}
          properties:
            - {name: id, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
            - name: name
              logicalType: string
              quality: [{type: library, metric: nullValues, mustBeLessThan: 2}]
      slaProperties:
        - {property: completeness, value: 90, unit: percent, element: delivery.name}
        - {property: latency, value: 1, unit: h}
        - {property: retention, value: 1, unit: y}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: deliveries
      status: active
      domain: shop
      outputPorts: [{name: out, version: 1.0.0, contractId: deliveries-v1}]
      team: {members: [{username: olga, role: owner}]}
      """;

  @TempDir static Path data;

  private static OwnServer server;
  private static Rest admin;
  private static Rest olga;
  private static Rest ada;

  @BeforeAll
  static void start() throws IOException {
    server = OwnServer.start(data, MESH);
    admin = server.admin();
    olga = server.login("olga");
    ada = server.login("ada");
    grant(ada, "orders.orders", olga);
    var record = "{\"id\": 1, \"remark\": \"too late\"}\n";
    assertThat(olga.send("POST", "/api/v1/ports/orders.orders/records", record).status())
        .isEqualTo(200);
  }

  private static void grant(Rest asks, String port, Rest decides) {
    var request = Json.object().put("port", port).put("purpose", "to see what changes");
    var id = asks.post("/api/v1/subscriptions", request).body().path("id").asText();
    assertThat(decides.post("/api/v1/subscriptions/" + id + "/approve").status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aTermThatIsAssignedHidesWhatItsTagsHide() {
    awaitRemark("too late");

    var request = Json.object().put("asset", "orders.orders").put("field", "remark");
    assertThat(ada.post("/api/v1/terms/complaint/assignments", request).code())
        .isEqualTo("not-yours");
    var assigned = olga.post("/api/v1/terms/complaint/assignments", request);
    assertThat(assigned.body().path("status").asText()).isEqualTo("VALIDATED");

    Eventually.within(PATIENCE, "the mask", () -> !remark().equals("too late"));
    var why = ada.get("/api/v1/explain?port=orders.orders&field=remark").body();
    assertThat(why.path("fields").path(0).path("evidence").asText())
        .contains("it is assigned the term Complaint, a kind of Personal data");

    var gone = "/api/v1/terms/complaint/assignments?asset=orders.orders&field=remark";
    assertThat(olga.send("DELETE", gone, "").status()).isEqualTo(204);
    awaitRemark("too late");
    assertThat(olga.get("/api/v1/ports/orders.orders/terms").body().path("suggestions"))
        .anyMatch(one -> one.path("term").asText().equals("complaint"));
  }

  private static void awaitRemark(String text) {
    Eventually.within(PATIENCE, text, () -> remark().equals(text));
  }

  private static String remark() {
    return ada.get("/api/v1/ports/orders.orders/sample")
        .body()
        .path("items")
        .path(0)
        .path("value")
        .path("remark")
        .asText();
  }

  @Test
  void everyChangeIsToldOnceToWhomItIsGranted() {
    assertThat(ada.get("/api/v1/ports/weft.metadata/sample").status()).isEqualTo(403);
    grant(ada, "weft.metadata", admin);

    server.apply("apiVersion: weft.dev/v1\nkind: Term\nname: fleeting\ndefinition: Goes soon.\n");
    assertThat(admin.send("DELETE", "/api/v1/resources/term/fleeting", "").status()).isEqualTo(204);

    Eventually.within(
        PATIENCE,
        "the end of the term",
        () -> ofSubject("Term/fleeting").contains("dev.weft.term.removed"));
    assertThat(ofSubject("Term/fleeting"))
        .containsExactly("dev.weft.term.changed", "dev.weft.term.removed");
    var all = events();
    assertThat(all).extracting(event -> event.path("id").asText()).doesNotHaveDuplicates();
    assertThat(all)
        .extracting(event -> event.path("data").path("kind").asText())
        .contains("DataProduct", "DataContract", "Policy", "PortFields", "Subscription")
        .doesNotContain("User", "Password", "AccessToken", "ClientKey");
  }

  @Test
  void aBrokenPromiseIsToldToWhomItWasMade() {
    server.apply(DELIVERIES);
    grant(ada, "deliveries.out", olga);
    var records = "{\"id\": 1, \"name\": \"a\"}\n{\"id\": 2}\n{\"id\": 3, \"name\": \"c\"}\n";
    assertThat(olga.send("POST", "/api/v1/ports/deliveries.out/records", records).status())
        .isEqualTo(200);

    Eventually.within(
        PATIENCE,
        "three records",
        () -> promise("completeness").path("found").asText().equals("66.7 %"));
    assertThat(promise("completeness").path("standing").asText()).isEqualTo("broken");
    assertThat(promise("name.nullValues").path("standing").asText()).isEqualTo("kept");
    assertThat(promise("small").path("found").asText()).isEqualTo("33.3 %");
    assertThat(promise("few").path("standing").asText()).isEqualTo("kept");
    assertThat(promise("few").path("found").asText()).isEqualTo("1");
    assertThat(promise("sum of ids").path("standing").asText()).isEqualTo("broken");
    assertThat(promise("latency").path("standing").asText()).isNotEqualTo("broken");

    var broken = "completeness: promised at least 90 % within 1 h, found 66.7 %";
    Eventually.within(
        PATIENCE,
        "who reads to be told",
        () ->
            ada.get("/api/v1/subscriptions?view=mine")
                .body()
                .path("items")
                .valueStream()
                .flatMap(one -> one.path("brokenPromises").valueStream())
                .anyMatch(one -> one.asText().equals(broken)));
    assertThat(ada.get("/api/v1/quality").body().path("items").findValuesAsText("port"))
        .contains("deliveries.out");
    assertThat(admin.get("/metrics").text())
        .contains("weft_promises_broken{port=\"deliveries.out\"} 2");
    var events = admin.get("/api/v1/audit?action=promise.broken").body();
    assertThat(events.findValuesAsText("subject")).contains("deliveries.out");
    assertThat(events.findValuesAsText("objective")).contains("completeness", "sum of ids");
  }

  private static JsonNode promise(String name) {
    return ada.get("/api/v1/ports/deliveries.out/quality")
        .body()
        .path("promises")
        .valueStream()
        .filter(one -> one.path("name").asText().equals(name))
        .findFirst()
        .orElseGet(Json::object);
  }

  @Test
  void livePageSaysHowFarEachGroupIsBehind() {
    server.apply(
        MESH.substring(
                MESH.indexOf("apiVersion: v3.1.0"),
                MESH.indexOf("apiVersion: weft.dev/v1\nkind: Policy"))
            .replace("orders", "parcels"));
    grant(ada, "parcels.parcels", olga);
    write("{\"id\": 1}\n{\"id\": 2}\n");
    try (var consumer = KafkaKey.of(ada, "parcels.parcels").consumer("night run")) {
      consumer.subscribe(List.of("parcels.parcels"));
      var read = new ArrayList<String>();
      Eventually.within(
          PATIENCE,
          "two records",
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(each -> read.add(each.value()));
            return read.size() == 2;
          });
      consumer.commitSync();
    }
    write("{\"id\": 3}\n");

    Eventually.within(PATIENCE, "what is not read yet", () -> group(olga).path("lag").asLong() > 0);
    assertThat(group(olga).path("principal").asText()).isEqualTo("ada");
    assertThat(group(olga).path("group").asText()).isEqualTo("night run");
    assertThat(live(olga).path("allGroups").asBoolean()).isTrue();
    assertThat(live(olga).path("subscribers").asInt()).isEqualTo(1);
    assertThat(Instant.parse(live(olga).path("newest").asText())).isBefore(Instant.now());
    assertThat(live(ada).path("groups")).hasSize(1);
    assertThat(live(ada).path("allGroups").asBoolean()).isFalse();
    server.apply("apiVersion: weft.dev/v1\nkind: User\nname: eve\n");
    assertThat(live(server.login("eve")).path("groups")).isEmpty();
    assertThat(olga.get("/api/v1/ports/parcels.none/live").code()).isEqualTo("no-such-port");
  }

  private static void write(String records) {
    assertThat(olga.send("POST", "/api/v1/ports/parcels.parcels/records", records).status())
        .isEqualTo(200);
  }

  private static JsonNode live(Rest person) {
    return person.get("/api/v1/ports/parcels.parcels/live").body();
  }

  private static JsonNode group(Rest person) {
    return live(person).path("groups").path(0);
  }

  @Test
  void lineageShowsWhoReallyReadsAndWritesAndWhatIsHit() {
    awaitRemark("too late");

    Eventually.within(
        PATIENCE,
        "the reader and the writer",
        () -> seen().containsAll(List.of("reads principal/ada", "produces port/orders.orders")));
    var impact = olga.get("/api/v1/lineage/port%2Forders.orders/impact?field=remark").body();
    assertThat(impact.path("subscribers"))
        .anyMatch(one -> one.path("principal").asText().equals("ada"));
    assertThat(olga.get("/api/v1/lineage/port%2Forders.orders/impact?field=none").code())
        .isEqualTo("no-such-field");
  }

  private static List<String> seen() {
    var seen = olga.get("/api/v1/lineage/port%2Forders.orders?depth=1").body().path("seen");
    return seen.valueStream()
        .map(one -> one.path("kind").asText() + " " + one.path("to").asText())
        .toList();
  }

  @Test
  void lineageIsThereAsItWas() {
    var before = Instant.now();
    server.apply(
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: late-v1
        version: 1.0.0
        status: active
        schema: [{name: late, properties: [{name: id, logicalType: integer}]}]
        ---
        apiVersion: v1.0.0
        kind: DataProduct
        id: late
        status: active
        domain: shop
        outputPorts: [{name: late, version: 1.0.0, contractId: late-v1}]
        team: {members: [{username: olga, role: owner}]}
        """);
    var after = Instant.now();
    assertThat(admin.send("DELETE", "/api/v1/resources/product/late", "").status()).isEqualTo(204);

    var past = "/api/v1/lineage/product%2Flate?at=";
    assertThat(admin.get(past + before).code()).isEqualTo("node-not-found");
    assertThat(admin.get(past + after).body().path("edges").path(0).path("to").asText())
        .isEqualTo("port/late.late");
    assertThat(admin.get("/api/v1/lineage/product%2Flate").code()).isEqualTo("node-not-found");
  }

  private static List<String> ofSubject(String subject) {
    return events().stream()
        .filter(event -> event.path("subject").asText().equals(subject))
        .map(event -> event.path("type").asText())
        .toList();
  }

  private static List<JsonNode> events() {
    var lines = ada.get("/api/v1/ports/weft.metadata/records?from=earliest&max=1000").text();
    var events = new ArrayList<JsonNode>();
    lines.lines().filter(line -> !line.isBlank()).forEach(line -> events.add(Json.parse(line)));
    return events;
  }
}
