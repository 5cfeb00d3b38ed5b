package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to FlowFiles, over REST: recorded, searched, withheld, done again. */
class FlowTraceIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String MESH =
      """
      apiVersion: weft.dev/v1
      kind: Domain
      name: shop
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: notes-v1
      version: 1.0.0
      status: active
      schema:
        - name: note
          properties:
            - {name: n, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
            - {name: twice, logicalType: integer}
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: shop
      status: active
      domain: shop
      outputPorts: [{name: notes, version: 1.0.0, contractId: notes-v1}]
      """;
  private static final String FLOW =
      """
      apiVersion: weft.dev/v1
      kind: Flow
      name: notes
      product: shop
      processors:
        - {name: make, type: GenerateRecords, schedule: {every: 200ms}, settings: {fields: {n: "record.n"}, perPoll: 1}}
        - {name: label, type: UpdateAttribute, settings: {set: {owner: "'Ada'"}}}
        - {name: count, type: UpdateRecord, settings: {set: {twice: "record.n * 2"}}}
        - {name: publish, type: PublishPort, settings: {port: shop.notes}}
      connections: [make.success -> label, label.success -> count, count.success -> publish]
      """;
  private static final String POLICY =
      """
      apiVersion: weft.dev/v1
      kind: Policy
      name: all-of-shop
      type: access
      resources: {domains: [shop]}
      rules:
        - {principals: {everyone: true}, allow: [read]}
      """;

  @TempDir static Path data;

  private static Weft weft;
  private static Rest admin;

  @BeforeAll
  static void start() throws IOException {
    weft =
        Weft.start(
            Settings.parse(
                "data", List.of("--data", data.toString(), "--http", "0", "--gateway", "0")),
            Throwable::printStackTrace);
    admin = new Rest(weft.url(), Files.readString(data.resolve("admin.token")).strip());
  }

  @AfterAll
  static void stop() {
    weft.close();
  }

  @Test
  void recordsShowsToWhoMayReadAndDoesItAgain() throws Exception {
    assertThat(apply(MESH).status()).isEqualTo(200);
    assertThat(apply(FLOW).status()).isEqualTo(200);
    var recording =
        admin.post("/api/v1/flows/notes/trace", Json.object().put("seconds", 3600).put("max", 3));
    assertThat(recording.body().path("recording").asBoolean()).isTrue();
    eventually("three were sent", () -> events("?type=SEND").size() == 3);

    // Nobody may read the port yet: not even the administrator sees values, or can ask for them.
    var withheld = events("?type=ATTRIBUTES_MODIFIED").get(0);
    assertThat(withheld.path("after").path("owner").asText()).isEqualTo("(withheld)");
    assertThat(withheld.has("source")).isFalse();
    assertThat(events("?attribute=owner%3DAda")).isEmpty();

    assertThat(apply(POLICY).status()).isEqualTo(200);
    eventually("values show", () -> !events("?attribute=owner%3DAda").isEmpty());
    var event = events("?processor=count").get(0);
    var path = admin.get("/api/v1/flows/notes/flowfiles/" + event.path("flowFile").asText()).body();
    assertThat(path.path("items"))
        .extracting(each -> each.path("type").asText())
        .containsExactly("CREATE", "ATTRIBUTES_MODIFIED", "CONTENT_MODIFIED", "SEND");

    assertThat(apply(FLOW.replace("record.n * 2", "record.n * 3")).status()).isEqualTo(200);
    var now = replay(event, Json.object());
    assertThat(now.path("flow").asText()).isEqualTo("notes");
    assertThat(now.path("records").asInt()).isEqualTo(1);
    var then = replay(event, Json.object().put("version", 1));
    assertThat(then.path("flow").asText()).isEqualTo("notes@1");
    assertThat(then.path("into").asText()).isEqualTo("count");
    assertThat(admin.get("/api/v1/flows").text()).doesNotContain("notes@1");
    var none = admin.post("/api/v1/flows/notes/events/none/replay", Json.object());
    assertThat(none.status()).isEqualTo(404);

    var columns = admin.get("/api/v1/lineage/port%2Fshop.notes/columns").body().path("items");
    assertThat(columns.toString())
        .contains("\"of\":\"notes/make\",\"field\":\"n\"")
        .contains("\"through\":[\"label\",\"count\"],\"how\":\"derived\"");
  }

  private static JsonNode replay(JsonNode event, ObjectNode how) {
    return admin
        .post("/api/v1/flows/notes/events/" + event.path("id").asText() + "/replay", how)
        .body();
  }

  private static JsonNode events(String query) {
    return admin.get("/api/v1/flows/notes/events" + query).body().path("items");
  }

  private static Rest.Answer apply(String text) {
    var body = Json.object();
    body.putArray("documents").addObject().put("file", "mesh.yaml").put("text", text);
    return admin.post("/api/v1/apply", body);
  }

  private static void eventually(String what, BooleanSupplier condition) {
    Eventually.within(
        LIMIT, () -> what + ": " + admin.get("/api/v1/flows/notes").text(), condition);
  }
}
