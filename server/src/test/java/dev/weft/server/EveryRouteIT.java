package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.server.RouteTable.Call;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What somebody tries who should not: at every call that the server has, as its own description
 * lists them. A new call is tried as well, without anybody thinking of it.
 */
class EveryRouteIT {
  private static final String PORT = "takeover.plans";

  /** Stands in whatever is of nobody's business but those who are inside. */
  private static final String MARK = "projectblue";

  private static final String TOKEN = "the token of the enterprise's directory, long enough";

  /** Those that read no body, so that nothing said in one can do anything. */
  private static final Set<String> WITHOUT_BODY =
      Set.of(
          "DELETE /api/v1/agent-tokens/{id}",
          "DELETE /api/v1/function-jars/{sha256}",
          "DELETE /api/v1/groups/{name}/webhook",
          "DELETE /api/v1/inbox/webhook",
          "DELETE /api/v1/keys/{id}",
          "DELETE /api/v1/lineage/{node}",
          "DELETE /api/v1/policy-sets/{name}",
          "DELETE /api/v1/resources/{kind}/{name}",
          "DELETE /api/v1/services/{name}",
          "DELETE /api/v1/services/{name}/keys/{id}",
          "DELETE /api/v1/session",
          "DELETE /api/v1/terms/{name}/assignments",
          "DELETE /api/v1/users/{name}/absence",
          "DELETE /api/v1/wishes/{id}/vote",
          "POST /api/v1/flows/{name}/parameters/{parameter}/secret",
          "POST /api/v1/flows/{name}/parameters/{parameter}/secret/end",
          "POST /api/v1/flows/{name}/processors/{processor}/pause",
          "POST /api/v1/flows/{name}/processors/{processor}/resume",
          "POST /api/v1/flows/{name}/queue/drop",
          "POST /api/v1/flows/{name}/start",
          "POST /api/v1/flows/{name}/stop",
          "POST /api/v1/flows/{name}/trace/stop",
          "POST /api/v1/function-jars/{sha256}/accept",
          "POST /api/v1/logout",
          "POST /api/v1/queries/{name}/abort",
          "POST /api/v1/queries/{name}/cutover",
          "POST /api/v1/queries/{name}/restart",
          "POST /api/v1/queries/{name}/start",
          "POST /api/v1/queries/{name}/stop",
          "PUT /api/v1/wishes/{id}/vote");

  /** Those whose body is no object of their own: records, messages and forms of other standards. */
  private static final List<String> OTHER_BODIES =
      List.of(
          "/mcp",
          "/registry",
          "/scim/v2",
          "/api/v1/oidc/",
          "/api/v1/flow-host/",
          "/api/v1/function-jars/",
          "/api/v1/lineage",
          "/api/v1/decide",
          "/api/v1/policy-sets/",
          "/api/v1/ports/{port}/records");

  private static final String MESH =
      """
      {apiVersion: weft.dev/v1, kind: User, name: olga}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: ada}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: eve}
      ---
      {apiVersion: weft.dev/v1, kind: Group, name: board, members: [olga]}
      ---
      {apiVersion: weft.dev/v1, kind: Term, name: plan, definition: What is to be done., domain: secret}
      ---
      apiVersion: weft.dev/v1
      kind: Domain
      name: secret
      governance: {body: [board], stewards: [olga]}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: takeover-v1
      dataProduct: takeover
      version: 1.0.0
      status: active
      schema: [{name: plan, properties: [{name: id, logicalType: integer, primaryKey: true, primaryKeyPosition: 1}, {name: projectblue_price, logicalType: number}]}]
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: takeover
      name: The projectblue takeover
      status: active
      domain: secret
      description: {purpose: To buy projectblue}
      outputPorts: [{name: plans, version: 1.0.0, contractId: takeover-v1}]
      team: {members: [{username: olga, role: owner}, {username: ada, role: steward}]}
      customProperties: [{property: weft.visibility, value: hidden}]
      ---
      apiVersion: weft.dev/v1
      kind: Flow
      name: takeover-flow
      product: takeover
      description: Reads projectblue
      parameters: {word: {default: projectblue}}
      processors:
        - {name: make, type: GenerateRecords, schedule: {every: 1h}, settings: {fields: {id: "record.n", projectblue_price: "1.5"}, perPoll: 1}}
        - {name: publish, type: PublishPort, settings: {port: takeover.plans}}
      connections: [make.success -> publish]
      """;

  @TempDir static Path folder;

  private static OwnServer server;
  private static RouteTable routes;
  private static Rest olga;
  private static Rest ada;
  private static Map<String, String> ids;

  @BeforeAll
  static void start() throws IOException {
    var token = folder.resolve("scim.token");
    Files.createFile(
        token, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(token, TOKEN);
    var settings = List.of("scim.token.file = " + token);
    server = OwnServer.start(folder.resolve("data"), MESH, settings);
    routes = RouteTable.of(server.admin());
    olga = server.login("olga");
    ada = server.login("ada");
    ids = belongings();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** One of everything that belongs to olga or ada, by the path that leads to it. */
  private static Map<String, String> belongings() {
    var record = "{\"id\": 1, \"projectblue_price\": 2.5}\n";
    made(olga.send("POST", "/api/v1/ports/" + PORT + "/records", record));
    var ask = Json.object().put("port", PORT).put("purpose", MARK);
    var product = Json.object().put("product", "takeover").put("description", MARK);
    var service = made(olga.post("/api/v1/services", Json.object().put("name", "loader")));
    var absence = "{\"deputy\": \"olga\", \"from\": \"2026-12-24\", \"until\": \"2027-01-31\"}";
    made(ada.send("PUT", "/api/v1/users/ada/absence", absence));
    var wish =
        Json.object().put("title", "A wish").put("purpose", "to know").put("domain", "secret");
    var begun = new Rest(server.weft().url(), "").post("/api/v1/device", Json.object());
    var all = new HashMap<String, String>();
    all.put("/api/v1/subscriptions/", id(ada.post("/api/v1/subscriptions", ask)));
    all.put("/api/v1/keys/", id(olga.post("/api/v1/keys", product)));
    all.put(
        "/api/v1/agent-tokens/",
        id(ada.post("/api/v1/agent-tokens", Json.object().put("agent", MARK))));
    all.put("/api/v1/services/{name}/keys/", service.path("id").asText());
    all.put("/api/v1/services/", "loader");
    all.put("/api/v1/wishes/", id(ada.post("/api/v1/wishes", wish)));
    all.put("/api/v1/device/", begun.body().path("userCode").asText());
    all.put("/api/v1/users/", "ada");
    all.put("/api/v1/groups/", "board");
    all.put("/api/v1/terms/", "plan");
    all.put("/api/v1/flows/", "takeover-flow");
    all.put("/api/v1/lineage/", "port%2F" + PORT);
    all.put("/api/v1/contracts/", "takeover-v1");
    all.put("/api/v1/domains/", "secret");
    return Map.copyOf(all);
  }

  private static JsonNode made(Rest.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    return answer.body();
  }

  private static String id(Rest.Answer answer) {
    return made(answer).path("id").asText();
  }

  /** The path of a call to what is olga's or ada's. */
  private static List<String> paths(Call call) {
    if (!call.path().contains("{kind}")) {
      return List.of(call.with(name -> value(call.path(), name)));
    }
    var all = new ArrayList<String>();
    for (var kind : List.of("product/takeover", "datacontract/takeover-v1", "flow/takeover-flow")) {
      var parts = kind.split("/");
      all.add(call.with(name -> name.equals("kind") ? parts[0] : parts[1]));
    }
    return all;
  }

  private static String value(String path, String name) {
    var before = path.substring(0, Math.max(path.indexOf("{" + name + "}"), 0));
    return switch (name) {
      case "port" -> PORT;
      case "act" -> path.contains("/life/") ? "retire" : "enforce";
      case "term" -> "plan";
      case "processor" -> "make";
      case "parameter" -> "word";
      case "partition", "offset", "number" -> "0";
      default -> ids.getOrDefault(before, path.contains("/products/") ? "takeover" : "x");
    };
  }

  /** What each call could be asked to do, as far as it has to be said. */
  private static String body(Call call) {
    var all =
        """
        {"comment": "x", "why": "x", "vote": "yes", "reason": "x", "version": "1", "ids": ["%s"],
         "deputy": "eve", "from": "2026-12-24", "until": "2027-01-31", "password": "a long enough password", "mail": true,
         "term": "plan", "path": "x", "field": "x", "tag": "x",
         "key": "1", "port": "takeover.plans", "product": "takeover", "text": "x",
         "purpose": "x", "fields": ["x"], "asset": "takeover.plans"}
        """
            .formatted(ids.get("/api/v1/subscriptions/"));
    // Only the keys that the call knows: it names them when one is unknown.
    var tree = (ObjectNode) Json.parse(all);
    var answer = server.login("eve").send(call.method(), paths(call).get(0), "{\"?\": 1}");
    var known = answer.code().equals("unknown-field") ? answer.text() : "";
    for (var key : List.copyOf(tree.properties())) {
      if (!known.matches("(?s).*Its keys:[^\"]*\\b" + key.getKey() + "\\b.*")) {
        tree.remove(key.getKey());
      }
    }
    return Json.text(tree);
  }

  @Test
  void nothingOfOthersIsSeenOrChangedByItsName() {
    var before = everything();
    var leaks = new TreeSet<String>();
    for (var call : routes.calls()) {
      if (call.path().equals("/api/v1/events")) {
        continue; // A stream without an end.
      }
      var body = call.changes() ? body(call) : "";
      for (var path : paths(call)) {
        var answer = server.login("eve").send(call.method(), path, body);
        if (answer.text().contains(MARK) || answer.status() >= 500) {
          leaks.add(call.method() + " " + path + " " + body + " " + answer.text());
        }
      }
    }
    assertThat(leaks).isEmpty();
    assertThat(everything()).isEqualTo(before);
    assertThat(seenByItsOwner())
        .as("whoever may does see it, so what was asked for is there")
        .contains(
            "/api/v1/products/{id}",
            "/api/v1/ports/{port}",
            "/api/v1/ports/{port}/contract-draft",
            "/api/v1/lineage/{node}",
            "/api/v1/resources/{kind}/{name}",
            "/api/v1/subscriptions/{id}",
            "/api/v1/flows/{name}/versions",
            "/api/v1/contracts/{id}/export");
  }

  private static Set<String> seenByItsOwner() {
    var seen = new TreeSet<String>();
    for (var call : routes.calls()) {
      if (!call.changes() && call.hasParameters()) {
        for (var path : paths(call)) {
          if (olga.get(path).text().contains(MARK)) {
            seen.add(call.path());
          }
        }
      }
    }
    return seen;
  }

  /** All that eve could have changed, as those see it whose it is. */
  private static String everything() {
    var all = new StringBuilder();
    for (var path :
        List.of(
            "/api/v1/export",
            "/api/v1/subscriptions?view=all",
            "/api/v1/domains/secret/standing",
            "/api/v1/domains/secret/exceptions",
            "/api/v1/products/takeover/life",
            "/api/v1/ports/takeover.plans/tags",
            "/api/v1/policy-sets",
            "/api/v1/users/ada/origin")) {
      all.append(server.admin().get(path).text()).append('\n');
    }
    for (var path : List.of("/api/v1/keys", "/api/v1/services", "/api/v1/groups/board/notices")) {
      all.append(olga.get(path).text()).append('\n');
    }
    for (var path : List.of("/api/v1/agent-tokens", "/api/v1/users/ada/absence")) {
      all.append(ada.get(path).text()).append('\n');
    }
    return all.toString();
  }

  @Test
  void noNameInAPathLeadsOutOfWhereItStands() throws IOException {
    for (var name :
        List.of(
            "..%2F..%2F..%2Fetc%2Fpasswd", "%2e%2e", "..%5C..%5Csecret.key", "a%00b", "%0d%0a")) {
      for (var call : routes.calls()) {
        if (call.hasParameters()) {
          var answer = raw(call.method(), call.with(any -> name));
          assertThat(answer)
              .as("%s with %s", call, name)
              .matches("(?s)HTTP/1.1 [234].*")
              .doesNotContain("root:");
        }
      }
    }
  }

  /** As it stands: a client of Java's would make it right. */
  private static String raw(String method, String path) throws IOException {
    var address = URI.create(server.weft().url());
    var request =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer %s\r\nContent-Length: 2\r\n\r\n{}"
            .formatted(method, path, server.admin().token());
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void nobodySaysMoreThanACallHasAWordFor() {
    var silent = new TreeSet<String>();
    for (var call : routes.calls()) {
      var isOther = OTHER_BODIES.stream().anyMatch(call.path()::startsWith);
      if (call.changes() && (!isOther || WITHOUT_BODY.contains(call.toString()))) {
        var more = "{\"roles\": [\"admin\"], \"principal\": \"admin\", \"isAdmin\": true}";
        var path = call.method().equals("DELETE") ? call.with(any -> "nobody") : paths(call).get(0);
        var answer = server.login("admin").send(call.method(), path, more);
        if (!answer.code().equals("unknown-field")) {
          silent.add(call + " " + answer.status() + " " + answer.code());
        }
      }
    }
    assertThat(silent.stream().map(one -> one.replaceFirst(" \\d+ [a-z-]*$", "")))
        .as(silent.toString())
        .containsExactlyInAnyOrderElementsOf(WITHOUT_BODY);
  }

  @Test
  void anotherSitesPageChangesNothingWithACookie() throws Exception {
    var cookie = "weft_session=" + server.login("admin").token();
    var before = everything();
    for (var call : routes.calls()) {
      if (call.changes()) {
        var answer = send(call, Map.of("Cookie", cookie, "Origin", "https://evil.example"));
        assertThat(answer.statusCode()).as(call + ": " + answer.body()).isIn(401, 403);
      }
    }
    assertThat(everything()).isEqualTo(before);
    var whoami = new Call("GET", "/api/v1/whoami");
    assertThat(send(whoami, Map.of("Cookie", cookie)).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> send(Call call, Map<String, String> headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.weft().url() + paths(call).get(0)))
            .method(call.method(), HttpRequest.BodyPublishers.ofString(call.changes() ? "{}" : ""));
    headers.forEach(request::header);
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aSessionThatWasThereBeforeTheLoginIsNotTheOneAfterIt() throws Exception {
    var eve = "{\"token\": \"" + server.login("eve").token() + "\"}";
    var chosen = "weft_session=weft_" + "A".repeat(43);
    var request =
        HttpRequest.newBuilder(URI.create(server.weft().url() + "/api/v1/session"))
            .header("Cookie", chosen)
            .header("X-Weft-Request", "1")
            .POST(HttpRequest.BodyPublishers.ofString(eve));
    var login =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    var given = login.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
    var whoami = new Call("GET", "/api/v1/whoami");

    assertThat(login.statusCode()).isEqualTo(200);
    assertThat(given).isNotEqualTo(chosen);
    assertThat(send(whoami, Map.of("Cookie", chosen)).statusCode()).isEqualTo(401);
    assertThat(send(whoami, Map.of("Cookie", given)).statusCode()).isEqualTo(200);
    var logout = Map.of("Cookie", given, "X-Weft-Request", "1");
    assertThat(send(new Call("POST", "/api/v1/logout"), logout).statusCode()).isLessThan(300);
    assertThat(send(whoami, Map.of("Cookie", given)).statusCode()).isEqualTo(401);
  }

  @Test
  void whoeverGuessesSecretsIsStopped() {
    var key = made(olga.post("/api/v1/keys")).path("id").asText();
    var url = server.weft().url();
    var other = made(olga.post("/api/v1/keys")).path("id").asText();
    stops("passwords", () -> login("/api/v1/login", "ada"));
    stops("passwords by the portal", () -> login("/api/v1/session", "olga"));
    stops("keys", () -> new Rest(url, key + ":x").get("/api/v1/whoami"));
    stops("keys of agents", () -> new Rest(url, other + ":x").post("/mcp"));
    stops("codes", () -> server.login("eve").get("/api/v1/device/AAAA-AAAA"));
    stops("the directory's token", () -> new Rest(url, "x".repeat(40)).get("/scim/v2/Users"));
  }

  private static Rest.Answer login(String path, String name) {
    var body = Json.object().put("name", name).put("password", "a wrong password here");
    return new Rest(server.weft().url(), "").post(path, body);
  }

  private interface Try {
    Rest.Answer now();
  }

  private static void stops(String what, Try guess) {
    for (var i = 0; i < 60; i++) {
      var answer = guess.now();
      assertThat(answer.status()).as(what).isIn(401, 404, 429);
      if (answer.status() == 429) {
        return;
      }
    }
    fail("Guessing " + what + " is not stopped.");
  }
}
