package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.weft.model.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policies decide where flows send what: when they are applied, when they start, while they run.
 */
class EgressIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String MESH =
      """
      apiVersion: weft.dev/v1
      kind: Domain
      name: shop
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
      apiVersion: v1.0.0
      kind: DataProduct
      id: shop
      status: active
      domain: shop
      outputPorts: [{name: people, version: 1.0.0, contractId: people-v1}]
      ---
      apiVersion: weft.dev/v1
      kind: Flow
      name: fill
      product: shop
      processors:
        - {name: make, type: GenerateRecords, schedule: {every: 100ms}, settings: {fields: {n: "record.n", mail: "'ada@example.org'"}, perPoll: 1}}
        - {name: publish, type: PublishPort, settings: {port: shop.people}}
      connections: [make.success -> publish]
      """;
  private static final String FLOW =
      """
      apiVersion: weft.dev/v1
      kind: Flow
      name: NAME
      product: shop
      parameters: {token: {sensitive: true}, target: {default: "http://127.0.0.1:1"}}
      processors:
        - {name: read, type: ConsumePort, settings: {port: shop.people}}
        - {name: tidy, type: UpdateRecord, settings: {set: {mail: "EXPRESSION"}}}
        - {name: send, type: InvokeHTTP, settings: {url: "URL", headers: {X-Flow: "NAME", X-Token: "#{token}"}}}
      connections: [read.success -> tidy, tidy.success -> send]
      """;
  private static final String POLICY =
      """
      apiVersion: weft.dev/v1
      kind: Policy
      name: shop-sends
      type: egress
      resources: {domains: [shop]}
      rules:
        - {to: ["URL"], allow: [send], denyTags: ["pii.*"]}
      """;

  private record Got(String flow, String body) {}

  @TempDir static Path data;

  private static final List<Got> GOT = new CopyOnWriteArrayList<>();
  private static HttpServer outside;
  private static String url;
  private static OwnServer server;
  private static Rest admin;

  @BeforeAll
  static void start() throws IOException {
    outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    outside.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          GOT.add(new Got(exchange.getRequestHeaders().getFirst("X-Flow"), body));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    outside.start();
    url = "http://127.0.0.1:" + outside.getAddress().getPort();
    server = OwnServer.start(data);
    admin = server.admin();
    assertThat(apply(MESH).status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    server.close();
    outside.stop(0);
  }

  @Test
  void aPolicyDecidesWhereFlowsSendWhat() {
    // Nobody has said anything: all goes.
    admin.send("DELETE", "/api/v1/resources/Policy/shop-sends", "");
    assertThat(apply(flow("plain", "record.mail", url)).status()).isEqualTo(200);
    eventually("it sends", () -> got("plain").stream().anyMatch(body -> body.contains("ada@")));

    // Then a policy keeps personal data from there, and the flow stops, as the plan has said.
    assertThat(apply(POLICY.replace("URL", url)).text())
        .contains("Flow 'plain' stops then: 'send' may not send to " + url);
    eventually("it stops", () -> status("plain").path("status").asText().equals("waiting"));
    assertThat(status("plain").path("message").asText())
        .contains("'send' may not send to " + url)
        .contains("field 'mail' of shop.people is tagged pii.email")
        .contains("by way of tidy")
        .contains("'shop-sends'");
    var before = got("plain").size();
    var refused = destinations("plain");
    assertThat(refused.path("place").asText()).isEqualTo(url);
    assertThat(refused.path("allowed").asBoolean()).isFalse();
    assertThat(refused.path("policy").asText()).isEqualTo("shop-sends");
    eventually("the audit knows", () -> audited("flow/plain"));

    // The same, hashed on the way, may go; and so may nothing that says where it goes otherwise.
    var hashed = apply(flow("hashed", "record.mail.hmacSha256('key')", url));
    assertThat(hashed.status()).as(hashed.text()).isEqualTo(200);
    eventually("the hash is sent", () -> !got("hashed").isEmpty());
    assertThat(got("hashed")).noneMatch(body -> body.contains("@"));
    assertThat(got("plain")).hasSize(before);

    var elsewhere = apply(flow("elsewhere", "'none'", "https://elsewhere.example.org/x"));
    assertThat(elsewhere.status()).isEqualTo(403);
    assertThat(elsewhere.text())
        .contains("egress-refused")
        .contains("https://elsewhere.example.org:443")
        .contains("\"line\":9");
    var tagged = apply(flow("tagged", "record.mail + '!'", url));
    assertThat(tagged.text()).contains("egress-refused").contains("is tagged pii.email");
    var unknown =
        apply(
            flow("unknown", "'none'", url)
                .replaceAll(
                    "type: InvokeHTTP, settings: .*",
                    "type: ExecuteStreamCommand, settings: {command: [/bin/true]}}"));
    assertThat(unknown.text()).contains("egress-refused").contains("command:/bin/true");

    // The policy is withdrawn: what it stopped goes on.
    assertThat(apply(POLICY.replace("URL", url).replace(", denyTags: [\"pii.*\"]", "")).status())
        .isEqualTo(200);
    eventually("it goes on", () -> got("plain").size() > before);
  }

  @Test
  void whatAParameterIsBoundToDecides() {
    assertThat(apply(POLICY.replace("URL", url)).status()).isEqualTo(200);
    var text = flow("bound", "'none'", "#{target}");
    var first = apply(text, Map.of("target", url));
    assertThat(first.status()).as(first.text()).isEqualTo(200);
    eventually("it sends", () -> !got("bound").isEmpty());

    assertThat(apply(text, Map.of("target", "http://127.0.0.1:9")).status()).isEqualTo(200);
    eventually("it stops", () -> status("bound").path("status").asText().equals("waiting"));
    assertThat(status("bound").path("message").asText())
        .contains("'send' may not send to http://127.0.0.1:9: no policy allows it");

    assertThat(apply(text, Map.of("target", url)).status()).isEqualTo(200);
    eventually("it runs", () -> status("bound").path("status").asText().equals("running"));
  }

  private static String flow(String name, String expression, String to) {
    return FLOW.replace("NAME", name).replace("EXPRESSION", expression).replace("URL", to);
  }

  private static List<String> got(String flow) {
    return GOT.stream().filter(one -> flow.equals(one.flow())).map(Got::body).toList();
  }

  private static JsonNode status(String flow) {
    return admin.get("/api/v1/flows/" + flow).body();
  }

  private static JsonNode destinations(String flow) {
    return admin.get("/api/v1/flows/" + flow + "/destinations").body().path("items").path(0);
  }

  private static boolean audited(String subject) {
    return admin
        .get("/api/v1/audit?action=egress.refused")
        .text()
        .toLowerCase(java.util.Locale.ROOT)
        .contains(subject);
  }

  private static Rest.Answer apply(String text) {
    return apply(text, Map.of());
  }

  private static Rest.Answer apply(String text, Map<String, String> parameters) {
    ObjectNode request = Json.object();
    request.putArray("documents").addObject().put("file", "egress.yaml").put("text", text);
    var set = request.putObject("parameters");
    parameters.forEach(set::put);
    if (text.contains("#{token}")) {
      request.putObject("secrets").put("token", "of-egress");
    }
    return admin.post("/api/v1/apply", request);
  }

  private static void eventually(String what, BooleanSupplier condition) {
    Eventually.within(LIMIT, () -> what + ": " + admin.get("/api/v1/flows").text(), condition);
  }
}
