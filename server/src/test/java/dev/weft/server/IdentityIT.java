package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.server.identity.ldap.LdapDirectory;
import dev.weft.server.identity.ldap.LdapSettings;
import dev.weft.server.identity.ldap.LdapSync;
import dev.weft.server.identity.people.People;
import dev.weft.testing.TestCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People of a real directory, people and groups by SCIM, programs and AI agents, and what somebody
 * tries who is none of these; all on one mesh.
 */
class IdentityIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String PORT = "orders.orders";
  private static final String TOKEN = "the token of the enterprise's directory, long enough";

  @TempDir static Path folder;

  private static Slapd slapd;
  private static OwnServer server;
  private static Rest scim;
  private static Rest olga;
  private static Rest ada;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    slapd = Slapd.start(folder.resolve("slapd"), IdentityText.PEOPLE);
    var token = folder.resolve("scim.token");
    Files.createFile(
        token, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(token, TOKEN);
    var settings = new ArrayList<>(slapd.settings());
    settings.add("scim.token.file = " + token);
    server = OwnServer.start(folder.resolve("data"), IdentityText.MESH, settings);
    scim = new Rest(server.weft().url() + "/scim/v2", TOKEN);
    olga = server.login("olga");
    ada = server.login("ada");
    write(1);
  }

  @AfterAll
  static void stop() {
    if (slapd != null) {
      slapd.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static void write(int id) {
    var record = "{\"id\": " + id + ", \"email\": \"nora@example.org\"}\n";
    var written = olga.send("POST", "/api/v1/ports/" + PORT + "/records", record);
    assertThat(written.status()).as(written.text()).isEqualTo(200);
  }

  // People of the directory.

  @Test
  void somebodyOfTheDirectoryLogsInAndIsInTheGroupsWithinGroups() {
    var lea = server.admin().login("lea", "lea's own password").get("/api/v1/whoami").body();

    assertThat(lea.path("title").asText()).isEqualTo("Lea Lane");
    assertThat(lea.path("groups").toString()).isEqualTo("[\"analysts\"]");
    assertThat(lea.path("roles")).isEmpty();
  }

  @Test
  void whatIsNoPasswordOpensNothing() {
    for (var name : List.of("lea", "*", "lea)(uid=*", "*)(objectClass=*", "le\\2a", "uid=lea")) {
      for (var password : List.of("wrong", "", "*")) {
        assertThat(login(name, password)).as(name + "/" + password).isEqualTo(401);
      }
    }
    assertThat(login("olga", "another olga's password")).as("taken over").isEqualTo(403);
  }

  private static int login(String name, String password) {
    var body = Json.object().put("name", name).put("password", password);
    return new Rest(server.weft().url(), "").post("/api/v1/login", body).status();
  }

  @Test
  void whoLeavesTheDirectoryIsOutWithTheNextLook() throws Exception {
    var max = server.admin().login("max", "max's own password");
    assertThat(max.get("/api/v1/whoami").status()).isEqualTo(200);

    slapd.set("uid=max,ou=people,dc=bank,dc=example", "employeeType", "left");
    compare();

    assertThat(max.get("/api/v1/whoami").status()).isEqualTo(401);
    assertThat(login("max", "max's own password")).isEqualTo(401);
    assertThat(user("max").path("disabled").asBoolean()).isTrue();
  }

  @Test
  void aConnectionThatBeginsInClearIsEncryptedBeforeAnythingIsSaid() throws IOException {
    var another = TestCertificate.in(Files.createDirectories(folder.resolve("another")));
    var trusted = directory(slapd.startTlsSettings());
    var others = new ArrayList<>(slapd.startTlsSettings());
    others.add("ldap.trust.file = " + another.certificate());

    assertThat(trusted.check("lea", "lea's own password")).isPresent();
    assertThat(trusted.check("lea", "wrong")).isEmpty();
    assertThatThrownBy(() -> directory(others).check("lea", "lea's own password"))
        .hasMessageContaining("cannot be asked");
  }

  @Test
  void peopleOfActiveDirectoryAreFoundAndItsDisabledAreNot() throws Exception {
    var active = directory(slapd.activeSettings());
    assertThat(active.check("ann", "ann's own password")).isPresent();
    assertThat(server.admin().get("/api/v1/users/ann/origin").text())
        .contains("00112233-4455-6677-8899-aabbccddeeff");
    assertThat(active.check("lea", "lea's own password")).as("no account there").isEmpty();

    slapd.set("cn=Ann Active,ou=people,dc=bank,dc=example", "userAccountControl", "514");

    assertThat(active.check("ann", "ann's own password")).isEmpty();
  }

  /** As the server does by itself, every few minutes. */
  private static void compare() {
    var mesh = server.weft().desk().mesh();
    var people = new People(mesh);
    var settings = ldap(slapd.settings());
    new LdapSync(mesh, settings, new LdapDirectory(settings, people), people).look();
  }

  private static LdapDirectory directory(List<String> settings) {
    return new LdapDirectory(ldap(settings), new People(server.weft().desk().mesh()));
  }

  private static LdapSettings ldap(List<String> settings) {
    var values = new TreeMap<>(IdentityOptions.defaults());
    settings.forEach(line -> values.put(line.split(" = ")[0], line.split(" = ", 2)[1]));
    return IdentityOptions.parse(values, new ArrayList<>()).ldap().orElseThrow();
  }

  // People by SCIM.

  @Test
  void aDirectoryMakesPeopleAndGroupsByScim() {
    person("nora@bank.example", "x-1");
    var group = Json.object().put("displayName", "Risk Desk");
    group.putArray("members").addObject().put("value", "nora@bank.example");

    var made = scim.post("/Groups", group);
    var found = scim.get("/Users?filter=externalId%20eq%20%22x-1%22&count=1");

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.body().path("id").asText()).isEqualTo("Risk-Desk");
    assertThat(found.body().path("totalResults").asInt()).isEqualTo(1);
    var nora = found.body().path("Resources").get(0);
    assertThat(nora.path("groups").toString()).contains("Risk-Desk");
    assertThat(user("nora@bank.example").path("attributes").path("department").asText())
        .isEqualTo("Risk");
    var version = nora.path("meta").path("version").asText();
    assertThat(version).startsWith("W/\"");
    assertThat(
            scim.get("/ServiceProviderConfig").body().path("patch").path("supported").asBoolean())
        .isTrue();
    assertThat(scim.get("/Schemas").body().path("totalResults").asInt()).isEqualTo(3);
    assertThat(scim.send("DELETE", "/Groups/Risk-Desk", "").status()).isEqualTo(204);
    assertThat(scim.get("/Groups/Risk-Desk").status()).isEqualTo(404);
  }

  @Test
  void manyChangesComeInOneCallAndWhatFailsUndoesNoOther() {
    var request =
        """
        {"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [
          {"method": "POST", "path": "/Groups", "bulkId": "desk", "data": {"displayName": "Bulk Desk",
            "members": [{"value": "bulkId:rob"}, {"value": "bulkId:ruth"}]}},
          {"method": "POST", "path": "/Users", "bulkId": "rob", "data": {"userName": "rob@bank.example", "active": true}},
          {"method": "POST", "path": "/Users", "bulkId": "ruth", "data": {"userName": "ruth@bank.example", "active": true}},
          {"method": "PATCH", "path": "/Users/bulkId:ruth", "data": {"Operations": [{"op": "replace", "path": "active", "value": false}]}},
          {"method": "POST", "path": "/Users", "bulkId": "again", "data": {"userName": "olga"}},
          {"method": "DELETE", "path": "/Groups/bulkId:nobody"}]}
        """;

    var answer = scim.send("POST", "/Bulk", request);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.body().path("Operations"))
        .extracting(one -> one.path("status").asText())
        .containsExactly("201", "201", "201", "200", "409", "400");
    assertThat(answer.body().path("Operations").get(4).path("response").path("scimType").asText())
        .isEqualTo("uniqueness");
    assertThat(scim.get("/Groups/Bulk-Desk").body().path("members"))
        .extracting(one -> one.path("value").asText())
        .containsExactly("rob@bank.example", "ruth@bank.example");
    assertThat(user("ruth@bank.example").path("disabled").asBoolean()).isTrue();
    var bank = "/Users?filter=userName%20sw%20%22r%22&sortBy=userName&sortOrder=descending";
    assertThat(scim.get(bank).body().path("Resources"))
        .extracting(one -> one.path("userName").asText())
        .containsExactly("ruth@bank.example", "rob@bank.example");
    var config = scim.get("/ServiceProviderConfig").body();
    assertThat(config.path("bulk").path("supported").asBoolean()).isTrue();
    assertThat(config.path("sort").path("supported").asBoolean()).isTrue();
    var most = config.path("bulk").path("maxOperations").asInt();
    var tooMany = "{\"Operations\": [" + "{},".repeat(most) + "{}]}";
    assertThat(scim.send("POST", "/Bulk", tooMany).status()).isEqualTo(413);
    var first = request.replaceFirst("\"Operations\"", "\"failOnErrors\": 1, \"Operations\"");
    assertThat(scim.send("POST", "/Bulk", first).body().path("Operations")).hasSize(1);
    assertThat(scim.send("POST", "/Bulk", "[]").status()).isEqualTo(400);
    assertThat(new Rest(scim.url(), "x").send("POST", "/Bulk", request).status()).isEqualTo(401);
  }

  @Test
  void scimReachesNothingButWhatItHasMade() {
    person("pia@bank.example", "x-2");

    assertThat(scim.get("/Users/olga").status()).isEqualTo(404);
    assertThat(scim.get("/Groups/analysts").status()).isEqualTo(404);
    assertThat(scim.post("/Users", Json.object().put("userName", "admin")).status()).isEqualTo(409);
    assertThat(scim.post("/Groups", Json.object().put("displayName", "analysts")).status())
        .isEqualTo(409);
    assertThat(scim.post("/Users", Json.object().put("userName", "product:x")).status())
        .isEqualTo(400);
    var grasping =
        """
        {"Operations": [{"op": "add", "path": "roles", "value": [{"value": "admin"}]},
          {"op": "add", "path": "groups", "value": [{"value": "analysts"}]},
          {"op": "replace", "path": "id", "value": "admin"}]}
        """;
    assertThat(scim.send("PATCH", "/Users/pia@bank.example", grasping).status()).isEqualTo(200);
    var pia = user("pia@bank.example");
    assertThat(pia.path("roles")).isEmpty();
    assertThat(pia.path("groups")).isEmpty();
    assertThat(new Rest(scim.url(), TOKEN + "x").get("/Users").status()).isEqualTo(401);
    assertThat(new Rest(scim.url(), server.admin().token()).get("/Users").status()).isEqualTo(401);
    assertThat(new Rest(server.weft().url(), TOKEN).get("/api/v1/whoami").status()).isEqualTo(401);
  }

  @Test
  void whoIsSetInactiveIsOutOfPortalAndKafkaAtOnce() throws Exception {
    person("hanna@bank.example", "x-3");
    var hanna = server.login("hanna@bank.example");
    var asked =
        hanna.post("/api/v1/subscriptions", Json.object().put("port", PORT).put("purpose", "p"));
    olga.post("/api/v1/subscriptions/" + asked.body().path("id").asText() + "/approve");
    var events = listen(hanna);
    try (var reader = new OpenReader("hanna", hanna, PORT, "");
        var other = new OpenReader("ada", ada, PORT, "")) {
      Eventually.within(SOON, reader::toString, () -> !reader.seen().isEmpty());
      var seen = reader.seen().size();

      var off =
          "{\"Operations\": [{\"op\": \"Replace\", \"path\": \"active\", \"value\": \"False\"}]}";
      assertThat(scim.send("PATCH", "/Users/hanna@bank.example", off).status()).isEqualTo(200);
      var outSince = System.nanoTime();

      assertThat(hanna.get("/api/v1/whoami").status()).isEqualTo(401);
      events.get(SOON.toSeconds(), TimeUnit.SECONDS);
      var portal = (System.nanoTime() - outSince) / 1_000_000;
      Eventually.within(SOON, reader::toString, () -> reader.lastError().contains("uthentication"));
      System.out.printf(
          "the portal was closed after %d ms, and Kafka's client has noticed after %d%n",
          portal, (System.nanoTime() - outSince) / 1_000_000);
      write(2);
      Eventually.within(SOON, other::toString, () -> other.seen().size() > seen);
      assertThat(reader.seen()).hasSize(seen);
    }
    assertThat(scim.get("/Users/hanna@bank.example").body().path("active").asBoolean()).isFalse();
  }

  /** Done when the stream of events has been ended by the server. */
  private static CompletableFuture<Void> listen(Rest person) {
    var request =
        HttpRequest.newBuilder(URI.create(person.url() + "/api/v1/events"))
            .header("Authorization", "Bearer " + person.token())
            .header("Accept", "text/event-stream")
            .build();
    return HttpClient.newHttpClient()
        .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
        .thenAcceptAsync(
            answer -> {
              try (var lines =
                  new BufferedReader(
                      new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                while (lines.readLine() != null) {
                  // Whatever it is: only the end counts.
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static void person(String name, String external) {
    var person = Json.object().put("userName", name).put("externalId", external);
    person.put("displayName", "Somebody").put("active", true);
    person
        .putObject("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")
        .put("department", "Risk");
    var made = scim.post("/Users", person);
    assertThat(made.status()).as(made.text()).isEqualTo(201);
  }

  private static JsonNode user(String name) {
    return server.admin().get("/api/v1/resources/user/" + name).body().path("document");
  }

  // Programs.

  @Test
  void aProgramIsLetInByTheCodeThatItShows() {
    var stranger = new Rest(server.weft().url(), "");
    var begun =
        stranger.post("/api/v1/device", Json.object().put("client", "weft on laptop")).body();
    var question = Json.object().set("deviceCode", begun.path("deviceCode"));
    var code = begun.path("userCode").asText();
    assertThat(stranger.post("/api/v1/device/token", (ObjectNode) question).code())
        .isEqualTo("authorization-pending");

    assertThat(ada.get("/api/v1/device/" + code).text()).contains("weft on laptop");
    var yes = Json.object().put("userCode", code).put("allow", true);
    assertThat(stranger.post("/api/v1/device/decision", yes).status()).isEqualTo(401);
    assertThat(ada.post("/api/v1/device/decision", yes).status()).isEqualTo(204);

    var token = stranger.post("/api/v1/device/token", (ObjectNode) question).body();
    var who = new Rest(server.weft().url(), token.path("token").asText()).get("/api/v1/whoami");
    assertThat(who.body().path("name").asText()).isEqualTo("ada");
  }

  @Test
  void aServiceReadsByItsKeyInKafkaAndRestUntilItIsRevoked() {
    var made = olga.post("/api/v1/services", Json.object().put("name", "loader")).body();
    var key = made.path("id").asText() + ":" + made.path("secret").asText();
    var loader = new Rest(server.weft().url(), key);
    assertThat(loader.get("/api/v1/whoami").body().path("name").asText()).isEqualTo("loader");
    var asked =
        loader.post(
            "/api/v1/subscriptions", Json.object().put("port", PORT).put("purpose", "load"));
    assertThat(asked.status()).as(asked.text()).isEqualTo(200);
    var approval = "/api/v1/subscriptions/" + asked.body().path("id").asText() + "/approve";
    assertThat(olga.post(approval).code()).isEqualTo("four-eyes");
    var rotated = olga.post("/api/v1/services/loader/rotate", Json.object().put("overlap", "1d"));
    assertThat(rotated.status()).as(rotated.text()).isEqualTo(200);
    assertThat(loader.get("/api/v1/whoami").status()).as("both hold").isEqualTo(200);

    assertThat(ada.send("DELETE", "/api/v1/services/loader", "").status()).isEqualTo(404);
    assertThat(olga.send("DELETE", "/api/v1/services/loader", "").status()).isEqualTo(204);

    assertThat(loader.get("/api/v1/whoami").status()).isEqualTo(401);
  }

  // Agents.

  @Test
  void anAgentSeesWhatThePersonSeesAndIsNamedInTheAudit() throws Exception {
    var person = ada.get("/api/v1/ports/" + PORT + "/sample?purpose=billing").body().path("items");
    var read = new Agent.Call("read", Map.of("port", PORT, "purpose", "billing"));
    for (var newest : List.of(true, false)) {
      var told =
          new Agent(ada, newest, "")
              .calls(
                  new Agent.Call("search", Map.of("query", "orders")),
                  new Agent.Call("describe", Map.of("kind", "port", "name", PORT)),
                  new Agent.Call("lineage", Map.of("node", "port/" + PORT)),
                  read);

      assertThat(told.path("failure").asText()).isEmpty();
      assertThat(told.path("version").asText()).isEqualTo(newest ? "2026-07-28" : "2025-11-25");
      assertThat(told.path("tools")).hasSize(6);
      var results = told.path("results");
      assertThat(results.get(0).toString()).contains("What people have ordered");
      assertThat(results.get(1).toString()).contains("\"myRule\":\"mask\"");
      assertThat(results.get(2).toString()).contains("product/orders");
      var records = results.get(3).path("structuredContent").path("records");
      assertThat(records.get(0).path("value")).isEqualTo(person.get(0).path("value"));
      assertThat(results.get(3).toString()).contains("XXXX").doesNotContain("nora@example.org");
    }
    var event = server.admin().get("/api/v1/audit?action=agent.call&subject=" + PORT).body();
    var details = event.path("items").get(0).path("details");
    assertThat(details.path("agent").asText()).isEqualTo("test-agent 1.2.3");
    assertThat(details.path("onBehalfOf").asText()).isEqualTo("ada");
    assertThat(details.path("purpose").asText()).isEqualTo("billing");
    var reads = server.admin().get("/api/v1/audit?action=read.opened&actor=ada").text();
    assertThat(reads).contains("weft-agent-test-agent-1.2.3");
  }

  @Test
  void anAgentIsRefusedAsThePersonIsAndAsksForAccessAndPurpose() throws Exception {
    var eve = server.login("eve");
    var refused = eve.get("/api/v1/ports/" + PORT + "/sample?purpose=billing");
    assertThat(refused.status()).isEqualTo(403);
    var told =
        new Agent(eve, true, "")
            .calls(
                new Agent.Call("read", Map.of("port", PORT)),
                new Agent.Call("read", Map.of("port", PORT, "purpose", "billing")),
                new Agent.Call("request_access", Map.of("port", PORT, "purpose", "billing")),
                new Agent.Call("read", Map.of("port", PORT, "purpose", "x", "max", 1, "as", "ada")),
                new Agent.Call("query", Map.of("sql", "DROP TABLE x", "purpose", "billing")))
            .path("results");

    assertThat(told.get(0).path("content").toString()).contains("needs a purpose");
    assertThat(told.get(1).path("isError").asBoolean()).isTrue();
    assertThat(told.get(1).toString()).contains(refused.body().path("title").asText());
    assertThat(told.get(2).path("structuredContent").path("status").asText())
        .isEqualToIgnoringCase("requested");
    assertThat(told.get(3).toString()).contains("is not an argument");
    assertThat(told.get(4).path("isError").asBoolean()).isTrue();
    var asked =
        new Agent(ada, true, "to settle a complaint")
            .calls(new Agent.Call("read", Map.of("port", PORT, "max", 1)));
    assertThat(asked.path("results").get(0).path("structuredContent").path("records")).hasSize(1);
    assertThat(server.admin().get("/api/v1/audit?action=agent.call&actor=ada").text())
        .contains("to settle a complaint");
  }

  @Test
  void anAgentsOwnTokenOpensItsToolsOnlyAndAcceptsNoTerms() throws Exception {
    var made = ada.post("/api/v1/agent-tokens", Json.object().put("agent", "helper")).body();
    var agent = new Rest(server.weft().url(), made.path("token").asText());
    assertThat(agent.get("/api/v1/whoami").status()).isEqualTo(401);
    assertThat(agent.post("/api/v1/keys").status()).isEqualTo(401);
    var asks = Map.<String, Object>of("port", "archive.orders", "purpose", "billing");
    var result =
        new Agent(agent, true, "")
            .calls(new Agent.Call("request_access", asks))
            .path("results")
            .get(0)
            .path("structuredContent");

    assertThat(result.path("status").asText()).isEqualToIgnoringCase("requested");
    var waits = result.path("waitsForPerson");
    assertThat(waits.path("termsOfUse").path("text").asText()).contains("to yourself");
    assertThat(waits.path("where").asText()).startsWith(server.weft().url());
    var request = "/api/v1/subscriptions/" + result.path("id").asText();
    assertThat(olga.post(request + "/approve").code()).isEqualTo("terms-not-accepted");
    var yes = Json.object().put("version", "1");
    assertThat(agent.post(request + "/accept-terms", yes).status()).isEqualTo(401);
    assertThat(ada.get("/api/v1/inbox?kind=terms").text()).contains(result.path("id").asText());
    assertThat(ada.post(request + "/accept-terms", yes).status()).isEqualTo(200);
    assertThat(olga.post(request + "/approve").status()).isEqualTo(200);
    ada.send("DELETE", "/api/v1/agent-tokens/" + made.path("id").asText(), "");
    var ping = "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"ping\"}";
    assertThat(agent.send("POST", "/mcp", ping).status()).isEqualTo(401);
  }

  @Test
  void anAgentWithOnePurposeNeedNotSayItAndReadsForNoOther() throws Exception {
    var wanted = Json.object().put("agent", "biller").put("purpose", "billing");
    var made = ada.post("/api/v1/agent-tokens", wanted).body().path("token").asText();

    var results =
        new Agent(new Rest(server.weft().url(), made), true, "")
            .calls(
                new Agent.Call("read", Map.of("port", PORT, "max", 1)),
                new Agent.Call("read", Map.of("port", PORT, "max", 1, "purpose", "curiosity")))
            .path("results");

    assertThat(results.get(0).at("/structuredContent/records")).hasSize(1);
    assertThat(results.get(1).path("isError").asBoolean()).isTrue();
    assertThat(results.get(1).toString()).contains("for 'billing' only");
    assertThat(server.admin().get("/api/v1/audit?action=agent.call&actor=ada").text())
        .contains("curiosity", "other-purpose");
  }

  @Test
  void messagesThatBreakTheProtocolAreToldSo() throws Exception {
    var stranger = mcp("{}", Map.of());
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("/.well-known/oauth-protected-resource/mcp");
    var me = Map.of("Authorization", "Bearer " + ada.token());
    assertThat(mcp("{", me).body()).contains("-32700");
    assertThat(mcp("[]", me).body()).contains("-32600");
    var call =
        """
        {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"_meta": {
          "io.modelcontextprotocol/protocolVersion": "%s", "io.modelcontextprotocol/clientCapabilities": {}}}}
        """;
    var newest = call.formatted("2026-07-28");
    assertThat(mcp(newest, me).body()).contains("-32020");
    var headers = new HashMap<>(me);
    headers.put("MCP-Protocol-Version", "2026-07-28");
    headers.put("Mcp-Method", "tools/call");
    assertThat(mcp(newest, headers).body()).contains("-32020");
    headers.put("MCP-Protocol-Version", "2031-01-01");
    assertThat(mcp(call.formatted("2031-01-01"), headers).body())
        .contains("-32022", "\"supported\":[\"2026-07-28\"]");
    var old = new HashMap<>(me);
    old.put("Mcp-Session-Id", "00");
    assertThat(mcp("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", old).statusCode())
        .isEqualTo(404);
    old.put("Origin", "https://evil.example");
    assertThat(mcp("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", old).statusCode())
        .isEqualTo(403);
  }

  private static HttpResponse<String> mcp(String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.weft().url() + "/mcp"))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  // What somebody tries.

  @Test
  void anotherSitesPageLogsNobodyInAndChangesNothing() throws Exception {
    var body = "{\"token\":\"" + ada.token() + "\"}";
    assertThat(session(body, "Origin", "https://evil.example").statusCode()).isEqualTo(403);
    var own = session(body, "Origin", server.weft().url());
    var cookie = own.headers().firstValue("Set-Cookie").orElseThrow().replaceAll(";.*", "");
    for (var call : List.of("/api/v1/services", "/api/v1/device/decision", "/api/v1/logout")) {
      var forged =
          HttpRequest.newBuilder(URI.create(server.weft().url() + call))
              .header("Cookie", cookie)
              .POST(HttpRequest.BodyPublishers.ofString("{}"));
      var answer =
          HttpClient.newHttpClient().send(forged.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(call).isEqualTo(403);
      assertThat(answer.body()).contains("cross-site-request");
    }
    var asAgent =
        mcp(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
            Map.of("Cookie", cookie, "X-Weft-Request", "1"));
    assertThat(asAgent.statusCode()).as("a cookie is no agent's").isEqualTo(401);
  }

  private static HttpResponse<String> session(String body, String header, String value)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(server.weft().url() + "/api/v1/session"))
            .header(header, value)
            .header("X-Weft-Request", "1")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
