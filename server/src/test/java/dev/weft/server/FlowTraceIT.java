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

/**
 * What happens in flows, over REST: FlowFiles recorded, searched, withheld, done again; the values
 * of parameter contexts changed while a flow runs.
 */
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

  private static final String PLACES =
      """
      apiVersion: weft.dev/v1
      kind: ParameterContext
      name: places
      product: shop
      inherits: [everywhere]
      parameters: {folder: {}, token: {sensitive: true}}
      providers: [{file: .}]
      ---
      apiVersion: weft.dev/v1
      kind: ParameterContext
      name: everywhere
      domain: shop
      parameters: {ending: {value: old}}
      ---
      apiVersion: weft.dev/v1
      kind: Flow
      name: places
      product: shop
      parameterContext: places
      processors:
        - {name: make, type: GenerateRecords, schedule: {every: 200ms}, settings: {fields: {n: "record.n"}, perPoll: 1}}
        - {name: write, type: PutFile, settings: {directory: "#{folder}/#{ending}"}}
      connections: [make.success -> write]
      """;

  @TempDir static Path data;
  @TempDir static Path given;
  @TempDir static Path written;

  private static Weft weft;
  private static Rest admin;

  @BeforeAll
  static void start() throws IOException {
    var config = given.resolve("weft.properties");
    Files.writeString(
        config,
        "data = %s\nhttp.port = 0\ngateway.port = 0\nsearch.vectors = off\nparameters.files.product.shop = %s\n"
            .formatted(data, given));
    weft =
        Weft.start(
            Settings.parse("data", List.of("--config", config.toString())),
            Throwable::printStackTrace);
    admin = new Rest(weft.url(), Files.readString(data.resolve("admin.token")).strip());
    assertThat(apply(MESH).status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    weft.close();
  }

  @Test
  void recordsShowsToWhoMayReadAndDoesItAgain() throws Exception {
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

  @Test
  void aRunningFlowGoesOnWithWhatItsContextsSay() throws IOException {
    var applied = apply(PLACES);
    assertThat(applied.status()).as(applied.text()).isEqualTo(200);
    assertThat(flow("places").path("message").asText()).startsWith("It waits for folder");

    Files.writeString(given.resolve("folder"), written.resolve("first") + "\n");
    eventually("the file is read", () -> holds("first/old"));
    var since = flow("places").path("since").asText();
    Files.writeString(given.resolve("folder"), written.resolve("second") + "\n");
    eventually("the file is read again", () -> holds("second/old"));

    var set = bind("folder", "parameters", written.resolve("third").toString());
    assertThat(set.body().path("changes").toString()).contains("change with it: places");
    eventually("what is bound counts", () -> holds("third/old"));
    assertThat(apply(PLACES.replace("value: old", "value: new")).status()).isEqualTo(200);
    eventually("what is inherited counts", () -> holds("third/new"));
    assertThat(flow("places").path("since").asText()).isEqualTo(since);
  }

  @Test
  void aContextsSecretIsShownNowhereAndFillsOnlyWhatIsForSecrets() {
    assertThat(apply(PLACES).status()).isEqualTo(200);
    var set = bind("token", "secrets", "s3cret-of-places");
    var plain = apply(PLACES.replace("#{folder}", "#{token}"));

    assertThat(set.status()).as(set.text()).isEqualTo(200);
    assertThat(set.text()).contains("+ token: (secret)");
    assertThat(plain.text()).contains("secret-in-plain-setting").contains("\"line\":");
    for (var path :
        List.of(
            "resources/ParameterContext/places",
            "flows/places/parameters",
            "flows/places",
            "export",
            "audit")) {
      var answer = admin.get("/api/v1/" + path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      assertThat(answer.text()).doesNotContain("s3cret-of-places");
    }
    var origins = admin.get("/api/v1/flows/places/parameters").body().path("items");
    assertThat(origins)
        .extracting(one -> one.path("name").asText() + " " + one.path("context").asText())
        .contains("ending everywhere");
  }

  private static boolean holds(String folder) {
    var names = written.resolve(folder).toFile().list();
    return names != null && names.length > 0;
  }

  private static JsonNode flow(String name) {
    return admin.get("/api/v1/flows/" + name).body();
  }

  private static Rest.Answer bind(String name, String how, String value) {
    var body = Json.object();
    body.putArray("documents").addObject().put("file", "mesh.yaml").put("text", PLACES);
    body.putObject(how).put(name, value);
    return admin.post("/api/v1/apply", body);
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
