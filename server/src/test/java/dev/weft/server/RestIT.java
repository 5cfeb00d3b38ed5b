package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The REST interface as a stranger, another site's page and a curious colleague meet it. */
class RestIT {
  private static final Set<String> OPEN =
      Set.of(
          "/api/v1/login",
          "/api/v1/session",
          "/api/v1/login-ways",
          "/api/v1/device",
          "/api/v1/device/token",
          "/.well-known/oauth-protected-resource",
          "/.well-known/oauth-protected-resource/mcp",
          "/health/live",
          "/health/ready",
          "/metrics",
          "/api/openapi.json");
  private static final String MESH =
      MeshText.of(
          MeshText.shop("olga", "ada"),
          MeshText.contract("orders", MeshText.KEY, "{name: email, logicalType: string}"),
          MeshText.product("orders"));

  @TempDir static Path data;

  private static OwnServer server;
  private static Weft weft;
  private static Rest admin;
  private static Rest olga;
  private static Rest ada;

  @BeforeAll
  static void start() throws IOException {
    server = OwnServer.start(data, MESH, List.of(OwnServer.MEANINGS));
    weft = server.weft();
    admin = server.admin();
    olga = server.login("olga");
    ada = server.loginByPassword("ada");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyCallButAFewNeedsALogin() {
    var stranger = new Rest(weft.url(), "");
    var answered = new TreeSet<String>();
    admin
        .get("/api/openapi.json")
        .body()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          var method = operation.getKey().toUpperCase(Locale.ROOT);
                          var url = path.getKey().replaceAll("\\{[a-zA-Z0-9]+}", "x");
                          if (stranger.send(method, url, "{}").status() != 401) {
                            answered.add(path.getKey());
                          }
                        }));

    // Login itself answers 401 to an empty name; the others of the list answer without one.
    assertThat(answered).isSubsetOf(OPEN);
    assertThat(stranger.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void whatIsRefusedIsAuditedAndSoIsEveryChange() {
    assertThat(ada.get("/api/v1/audit/verify").status()).isEqualTo(403);
    var refused =
        admin.get("/api/v1/audit?action=request.refused&actor=ada").body().path("items").get(0);
    assertThat(refused.path("subject").asText()).isEqualTo("GET /api/v1/audit/verify");
    assertThat(refused.path("details").path("code").asText()).isEqualTo("not-an-auditor");
    assertThat(refused.path("details").path("event_count").asLong()).isPositive();

    var key = ada.send("POST", "/api/v1/keys", "{}").body();
    ada.send("DELETE", "/api/v1/keys/" + key.path("id").asText(), "");

    var events = admin.get("/api/v1/audit?subject=ClientKey/" + key.path("id").asText()).body();
    assertThat(events.path("items")).hasSize(2);
    var revoked = events.path("items").get(0).path("details");
    assertThat(revoked.path("before").path("revoked").asBoolean()).isFalse();
    assertThat(revoked.path("after").path("revoked").asBoolean()).isTrue();
    assertThat(events.toString()).doesNotContain("storedKey", "salt", key.path("secret").asText());
  }

  @Test
  void aCookieAloneChangesNothing() throws Exception {
    var client = HttpClient.newHttpClient();
    var login =
        client.send(
            HttpRequest.newBuilder(URI.create(weft.url() + "/api/v1/session"))
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"name\":\"ada\",\"password\":\"" + OwnServer.PASSWORD + "\"}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    var cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict");
    assertThat(login.body()).doesNotContain("weft_");

    var forged =
        HttpRequest.newBuilder(URI.create(weft.url() + "/api/v1/keys"))
            .header("Cookie", cookie.substring(0, cookie.indexOf(';')))
            .POST(HttpRequest.BodyPublishers.ofString("{}"));

    assertThat(client.send(forged.build(), HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(403);
    assertThat(
            client
                .send(
                    forged.header("X-Weft-Request", "1").build(),
                    HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void aRequestUnderAnotherNameIsRefused() throws IOException {
    assertThat(
            raw("GET /api/v1/whoami HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
    assertThat(raw("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403");
  }

  @Test
  void pathsDoNotLeaveThePortal() throws IOException {
    for (var path :
        List.of(
            "/../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/assets/..%2f..%2flog4j2.xml",
            "//etc/passwd")) {
      assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
          .doesNotContain("root:", "<Configuration");
    }
  }

  @Test
  void hashesAndVerifiersAreShownToNobody() {
    for (var kind :
        List.of("password", "access-token", "client-key", "parameters", "Password", "PASSWORDS")) {
      assertThat(admin.get("/api/v1/resources/" + kind).status()).isEqualTo(404);
    }
  }

  @Test
  void unknownKeysOfARequestAreErrors() {
    var answer =
        ada.send(
            "POST",
            "/api/v1/subscriptions",
            "{\"port\":\"orders.orders\",\"purpose\":\"p\",\"status\":\"APPROVED\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("unknown-field");
    assertThat(answer.text()).contains("status", "purpose");
  }

  @Test
  void othersRequestsAreInvisible() {
    var id =
        ada.post(
                "/api/v1/subscriptions",
                Json.object().put("port", "orders.orders").put("purpose", "p"))
            .body()
            .path("id")
            .asText();
    admin.send(
        "POST",
        "/api/v1/apply",
        Json.text(documents("apiVersion: weft.dev/v1\nkind: User\nname: eve\n", false)));
    admin.send(
        "PUT",
        "/api/v1/users/eve/password",
        Json.text(Json.object().put("password", OwnServer.PASSWORD)));
    var eve = admin.login("eve", OwnServer.PASSWORD);

    assertThat(eve.get("/api/v1/subscriptions/" + id).status()).isEqualTo(404);
    assertThat(eve.post("/api/v1/subscriptions/" + id + "/approve").status()).isEqualTo(404);
    assertThat(ada.post("/api/v1/subscriptions/" + id + "/approve").code()).isEqualTo("four-eyes");
    assertThat(olga.post("/api/v1/subscriptions/" + id + "/approve").status()).isEqualTo(200);
  }

  @Test
  void aPersonWithoutRightsAppliesNothing() {
    assertThat(
            apply(ada, "apiVersion: weft.dev/v1\nkind: User\nname: ada\nroles: [admin]\n", false)
                .code())
        .isEqualTo("not-yours");
    assertThat(ada.send("DELETE", "/api/v1/resources/product/orders", "").code())
        .isEqualTo("not-yours");
    assertThat(ada.post("/api/v1/ports/orders.orders/records").code()).isEqualTo("not-an-owner");
  }

  @Test
  void everythingWrongInAFileIsSaidAtOnceWithItsPlace() {
    var answer =
        apply(
            admin,
            "apiVersion: weft.dev/v1\nkind: User\nname: zed\ngruops: [x]\nroles: [king]\n",
            false);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("problems")).hasSizeGreaterThanOrEqualTo(2);
    var problem = answer.body().path("problems").get(0);
    assertThat(problem.path("place").path("line").asInt()).isEqualTo(4);
    assertThat(problem.path("hint").asText()).contains("groups");
  }

  @Test
  void whatIsExportedAppliesAgainUnchanged() {
    var files = admin.get("/api/v1/export").body().path("items");
    var body = Json.object();
    body.set("documents", files);

    var applied = admin.post("/api/v1/apply", body);

    assertThat(applied.status()).as(applied.text()).isEqualTo(200);
    assertThat(applied.body().path("changes").findValuesAsText("action"))
        .isNotEmpty()
        .containsOnly("unchanged");
  }

  @Test
  void anOwnerWritesAndTheContractHolds() {
    var wrong =
        olga.send(
            "POST",
            "/api/v1/ports/orders.orders/records",
            "{\"id\": 1}\n{\"email\": \"x@example.org\"}\n");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text()).contains("id");

    var written =
        olga.send(
            "POST",
            "/api/v1/ports/orders.orders/records",
            "{\"id\": 1, \"email\": \"ada@example.org\"}\n");

    assertThat(written.status()).as(written.text()).isEqualTo(200);
    assertThat(written.body().path("written").asInt()).isEqualTo(1);
    assertThat(tagsOf("email")).contains("pii.email");
  }

  @Test
  void secretsLieInFilesOfTheirOwnerOnly() throws IOException {
    for (var file : List.of("admin.token", "secret.key", "kafka.secret")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void describesAProductToThoseOnlyWhoMayKnowIt() {
    for (var choice : List.of("ask", "hidden")) {
      var known = choice.equals("ask");
      assertThat(apply(olga, secret(choice), false).status()).isEqualTo(200);
      for (var url :
          List.of(
              "products/takeover",
              "ports/takeover.plans",
              "resources/dataproduct/takeover",
              "resources/datacontract/takeover-v1",
              "lineage/port%2Ftakeover.plans")) {
        assertThat(ada.get("/api/v1/" + url).status()).as(url).isIn(403, 404);
        assertThat(olga.get("/api/v1/" + url).status()).as(url).isEqualTo(200);
        assertThat(admin.get("/api/v1/" + url).status()).as(url).isEqualTo(200);
      }
      for (var url :
          List.of(
              "search?q=price",
              "search?q=plans",
              "search/suggest?q=takeover.pl",
              "search/query?q=from%20anything",
              "products",
              "resources/datacontract",
              "export")) {
        assertThat(ada.get("/api/v1/" + url).text()).as(url).doesNotContain("takeover.plans");
        assertThat(ada.get("/api/v1/" + url).text()).as(url).doesNotContain("offered_price");
      }
      assertThat(ada.get("/api/v1/search?q=takeover").text().contains("Project Blue"))
          .isEqualTo(known);
      assertThat(ada.get("/api/v1/products").text().contains("Project Blue")).isEqualTo(known);
      assertThat(olga.get("/api/v1/search?q=takeover.plans").text()).contains("offered_price");
    }
    assertThat(apply(olga, secret("hiden"), true).text()).contains("bad-visibility");
  }

  private static String secret(String visibility) {
    return """
        apiVersion: v3.1.0
        kind: DataContract
        id: takeover-v1
        dataProduct: takeover
        version: 1.0.0
        status: active
        schema: [{name: plan, properties: [{name: offered_price, logicalType: number}]}]
        ---
        apiVersion: v1.0.0
        kind: DataProduct
        id: takeover
        name: Project Blue
        status: active
        domain: shop
        outputPorts: [{name: plans, version: 1.0.0, contractId: takeover-v1}]
        team: {members: [{username: olga, role: owner}]}
        customProperties: [{property: weft.visibility, value: %s}]
        """
        .formatted(visibility);
  }

  @Test
  void answersExactQuestionsAndSaysWhatIsWrongWithOthers() {
    var found = ada.get("/api/v1/search?q=from%20Field%20where%20port%20%3D%20'orders.orders'");
    var wrong = ada.get("/api/v1/search/query?q=from%20Field%20where%20taag%20%3D%20'x'");

    assertThat(found.body().path("total").asInt()).isEqualTo(2);
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.text()).contains("Column 18", "Did you mean 'tag'?");
    assertThat(ada.get("/api/v1/search?q=x&by=magic").status()).isEqualTo(400);
  }

  @Test
  void comparesMeaningsWhenTheLanguageModelIsThere() {
    Eventually.within(
        Duration.ofSeconds(60),
        "the language model",
        () -> {
          var found =
              ada.get("/api/v1/search?q=orders%20that%20people%20placed&kind=product").body();
          return found.path("reading").path("meaning").asText().equals("compared")
              && found.path("items").path(0).path("name").asText().equals("orders")
              && found.path("items").path(0).path("why").path("meaning").isNumber();
        });
  }

  private static String tagsOf(String field) {
    for (JsonNode row : admin.get("/api/v1/ports/orders.orders").body().path("fields")) {
      if (row.path("path").asText().equals(field)) {
        return row.path("tags").toString();
      }
    }
    return "";
  }

  private static Rest.Answer apply(Rest caller, String text, boolean dryRun) {
    return caller.post("/api/v1/apply", documents(text, dryRun));
  }

  private static ObjectNode documents(String text, boolean dryRun) {
    var body = Json.object().put("dryRun", dryRun);
    body.putArray("documents").addObject().put("file", "test.yaml").put("text", text);
    return body;
  }

  private static String raw(String request) throws IOException {
    var address = URI.create(weft.url());
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
