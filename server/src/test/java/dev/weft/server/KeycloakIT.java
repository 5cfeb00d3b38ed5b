package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** People who log in at a real Keycloak. What a false issuer would say, OidcLoginsTest tries. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeycloakIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Duration WATCHED = Duration.ofSeconds(90);
  private static final String PORT = "orders.orders";
  private static final String MESH =
      """
      {apiVersion: weft.dev/v1, kind: Group, name: analysts}
      ---
      {apiVersion: weft.dev/v1, kind: User, name: olga}
      ---
      apiVersion: v3.1.0
      kind: DataContract
      id: orders-v1
      version: 1.0.0
      status: active
      schema: [{name: order, properties: [{name: id, logicalType: integer, primaryKey: true, primaryKeyPosition: 1}]}]
      ---
      apiVersion: v1.0.0
      kind: DataProduct
      id: orders
      status: active
      domain: shop
      outputPorts: [{name: orders, version: 1.0.0, contractId: orders-v1}]
      team: {members: [{username: olga, role: owner}]}
      ---
      {apiVersion: weft.dev/v1, kind: Domain, name: shop, governance: {body: [olga]}}
      ---
      apiVersion: weft.dev/v1
      kind: Policy
      name: readers
      type: access
      resources: {ports: [orders.orders]}
      rules: [{principals: {everyone: true}, allow: [read]}]
      """;

  @TempDir static Path folder;

  private static Keycloak keycloak;
  private static OwnServer server;
  private static OwnServer watching;
  private static String url;
  private static Rest nora;
  private static Rest pia;
  private static Rest max;
  private static OpenReader reader;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    keycloak = Keycloak.start(folder);
    var secret = folder.resolve("client.secret");
    Files.createFile(
        secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, Keycloak.SECRET);
    server = start("data", secret, List.of());
    watching = start("watching", secret, List.of("oidc.watch.minutes = 1"));
    url = server.weft().url();
    keycloak.tellOfLogouts(url + "/api/v1/oidc/logout");
    var record = "{\"id\": 1}\n";
    var written = watching.login("olga").send("POST", "/api/v1/ports/" + PORT + "/records", record);
    assertThat(written.status()).as(written.text()).isEqualTo(200);
  }

  private static OwnServer start(String data, Path secret, List<String> more) throws IOException {
    var settings =
        new ArrayList<>(
            List.of(
                "oidc.issuer = " + keycloak.issuer(),
                "oidc.client.id = weft",
                "oidc.client.secret.file = " + secret,
                "oidc.groups = Analysts=analysts",
                "oidc.session.minutes = 1",
                "gateway.oauth.issuer = " + keycloak.issuer(),
                "gateway.oauth.jwks.url = " + keycloak.issuer() + "/protocol/openid-connect/certs",
                "gateway.oauth.audience = weft-agents",
                "gateway.oauth.claim = preferred_username"));
    settings.addAll(more);
    return OwnServer.start(folder.resolve(data), MESH, settings);
  }

  @AfterAll
  static void stop() {
    if (reader != null) {
      reader.close();
    }
    if (keycloak != null) {
      keycloak.close();
    }
    for (var one : new OwnServer[] {server, watching}) {
      if (one != null) {
        one.close();
      }
    }
  }

  private static Surfer atKeycloak(Surfer browser, String from)
      throws IOException, InterruptedException {
    return browser.open(from + "/api/v1/oidc/login?to=/products/x").follow();
  }

  private static Surfer back(Surfer browser, String person)
      throws IOException, InterruptedException {
    return back(browser, person, url);
  }

  private static Surfer back(Surfer browser, String person, String from)
      throws IOException, InterruptedException {
    return atKeycloak(browser, from)
        .send(Map.of("username", person, "password", Keycloak.PASSWORD, "credentialId", ""));
  }

  private static Rest login(Surfer browser, String person)
      throws IOException, InterruptedException {
    return login(browser, person, url);
  }

  private static Rest login(Surfer browser, String person, String to)
      throws IOException, InterruptedException {
    var in = back(browser, person, to).follow();
    assertThat(in.location()).isEqualTo(to + "/products/x");
    return new Rest(to, in.cookie("weft_session"));
  }

  @Test
  @Order(1)
  void somebodyLogsInThereAndIsHereWithTheirGroups() throws Exception {
    nora = login(new Surfer(), "nora");
    pia = login(new Surfer(), "pia");
    max = login(new Surfer(), "max");

    var who = nora.get("/api/v1/whoami").body();
    assertThat(who.path("name").asText()).isEqualTo("nora");
    assertThat(who.path("title").asText()).isEqualTo("nora Bank");
    assertThat(who.path("groups").toString()).isEqualTo("[\"analysts\"]");
    assertThat(server.admin().get("/api/v1/audit?action=login&actor=nora").body().path("items"))
        .hasSize(1);
    var there = login(new Surfer(), "pia", watching.weft().url());
    var other = login(new Surfer(), "max", watching.weft().url());
    assertThat(other.get("/api/v1/whoami").status()).isEqualTo(200);
    reader = new OpenReader("pia", there, PORT, "");
    Eventually.within(SOON, reader::toString, () -> !reader.seen().isEmpty());
    // Nothing of hers goes on at the portal there; her key does.
    assertThat(there.send("DELETE", "/api/v1/session", "").status()).isLessThan(300);
    keycloak.takeOutOfGroups("max");
    keycloak.disable("pia");
  }

  @Test
  @Order(7)
  void aPersonWithABrowserComesByTheIssuersPageAndIsNamed() {
    var chromium = Visitor.chromium();
    assumeTrue(chromium.isPresent(), "skipped: there is no Chromium on this machine");
    try (var playwright = Visitor.playwright();
        var browser = Visitor.browser(playwright, chromium.orElseThrow())) {
      var lea = new Visitor(browser, url, 1360, 850);
      lea.page().navigate("/glossary");
      lea.page().getByText("Single sign-on").click();
      assertThat(lea.page().url()).startsWith(keycloak.issuer());
      lea.page().locator("#username").fill("lea");
      lea.page().locator("#password").fill(Keycloak.PASSWORD);
      lea.picture("keycloak-login");
      lea.page().locator("#kc-login").click();

      lea.page()
          .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Signed in as"))
          .waitFor();
      assertThat(lea.page().url()).isEqualTo(url + "/glossary");
      lea.picture("keycloak-back");
      lea.page().navigate("/people/lea");
      lea.sees("lea Bank");
      lea.sees("analysts");
      assertThat(lea.faults()).allMatch(fault -> fault.contains(keycloak.address()));
    }
  }

  @Test
  @Order(2)
  void aWayBackServesOnceAndOneBrowserOnly() throws Exception {
    var browser = new Surfer();
    var callback = back(browser, "nora").location();

    assertThat(new Surfer().open(callback).location()).endsWith("/login?problem=login-lost");
    assertThat(browser.follow().location()).isEqualTo(url + "/products/x");
    assertThat(browser.open(callback).location()).endsWith("/login?problem=login-lost");
    assertThat(browser.open(url + "/api/v1/oidc/callback?error=access_denied&state=x").location())
        .endsWith("/login?problem=login-lost");
  }

  @Test
  @Order(3)
  void anAgentComesWithATokenOfTheIssuerThatIsMadeForUs() throws Exception {
    var agent = new Rest(url, keycloak.accessToken("agent", "nora"));
    var ping = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}";

    var answer = agent.send("POST", "/mcp", ping);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(agent.get("/api/v1/whoami").status()).as("for agents only").isEqualTo(401);
    var other = new Rest(url, keycloak.accessToken("other", "nora"));
    assertThat(other.send("POST", "/mcp", ping).status()).isEqualTo(401);
    assertThat(other.get("/.well-known/oauth-protected-resource/mcp").text())
        .contains(keycloak.issuer());
  }

  @Test
  @Order(4)
  void aProgramLogsInByTheIssuersOwnPage() throws Exception {
    var stranger = new Rest(url, "");
    var begun = stranger.post("/api/v1/device", Json.object().put("client", "weft")).body();
    assertThat(begun.path("verifyUrl").asText()).startsWith(keycloak.issuer());
    var question = (ObjectNode) Json.object().set("deviceCode", begun.path("deviceCode"));
    assertThat(stranger.post("/api/v1/device/token", question).code())
        .isEqualTo("authorization-pending");

    var browser = new Surfer().open(begun.path("verifyUrlComplete").asText()).followAll();
    browser
        .send(Map.of("username", "nora", "password", Keycloak.PASSWORD, "credentialId", ""))
        .followAll();
    browser.send(Map.of("accept", "Yes")).followAll();

    Eventually.within(
        SOON, browser::text, () -> stranger.post("/api/v1/device/token", question).status() == 200);
  }

  @Test
  @Order(5)
  void whoLogsOutThereIsOutHere() throws Exception {
    var again = login(new Surfer(), "nora");
    assertThat(again.get("/api/v1/whoami").status()).isEqualTo(200);
    assertThat(again.send("DELETE", "/api/v1/session", "").body().path("signOut").asText())
        .startsWith(keycloak.issuer())
        .doesNotContain("id_token");
    assertThat(again.get("/api/v1/whoami").status()).isEqualTo(401);

    var third = login(new Surfer(), "nora");
    keycloak.logOut("nora");

    Eventually.within(SOON, "the logout", () -> third.get("/api/v1/whoami").status() == 401);
    assertThat(server.admin().get("/api/v1/audit?action=token.revoke&limit=20").text())
        .contains("logout at the issuer");
  }

  @Test
  @Order(6)
  void whoIsDisabledThereLosesKeysToo() throws Exception {
    Eventually.within(
        WATCHED, reader::toString, () -> reader.lastError().contains("uthentication"));
    var admin = watching.admin();
    assertThat(admin.get("/api/v1/resources/user/pia").text()).contains("\"disabled\":true");
    assertThat(admin.get("/api/v1/resources/user/max").text()).doesNotContain("\"disabled\":true");
    assertThat(admin.get("/api/v1/audit?action=person.disable").text()).contains("pia");
    Eventually.within(
        WATCHED,
        () -> pia.get("/api/v1/whoami").text(),
        () -> pia.get("/api/v1/whoami").status() == 401);

    Eventually.within(
        WATCHED,
        () -> max.get("/api/v1/whoami").text(),
        () -> max.get("/api/v1/whoami").body().path("groups").isEmpty());
    assertThat(max.get("/api/v1/whoami").status()).isEqualTo(200);
    assertThat(back(new Surfer(), "pia").status()).as("Keycloak itself refuses").isEqualTo(200);
  }
}
