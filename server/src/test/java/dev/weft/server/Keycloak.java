package dev.weft.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Keycloak as a process of its own, in its mode for developers, with its data in memory. The build
 * unpacks it; its first start in a fresh clone takes twice as long as the next ones, as it builds
 * itself then.
 */
final class Keycloak implements AutoCloseable {
  static final String SECRET = "the client's own secret";
  static final String PASSWORD = "the person's own password";
  private static final Duration READY_WITHIN = Duration.ofMinutes(4);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String REALM =
      """
      {"realm": "bank", "enabled": true, "sslRequired": "none",
       "groups": [{"name": "Analysts"}, {"name": "Others"}],
       "users": [%s, %s, %s, %s],
       "clients": [{"clientId": "weft", "enabled": true, "publicClient": false, "secret": "%s",
         "standardFlowEnabled": true, "directAccessGrantsEnabled": false, "redirectUris": ["http://127.0.0.1:*"],
         "attributes": {"pkce.code.challenge.method": "S256", "oauth2.device.authorization.grant.enabled": "true",
           "post.logout.redirect.uris": "+"},
         "protocolMappers": [{"name": "groups", "protocol": "openid-connect", "protocolMapper": "oidc-group-membership-mapper",
           "config": {"full.path": "false", "id.token.claim": "true", "claim.name": "groups"}}]},
        {"clientId": "agent", "enabled": true, "publicClient": true, "directAccessGrantsEnabled": true,
         "protocolMappers": [{"name": "for weft", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
           "config": {"included.custom.audience": "weft-agents", "access.token.claim": "true"}}]},
        {"clientId": "other", "enabled": true, "publicClient": true, "directAccessGrantsEnabled": true}]}
      """;
  private static final String USER =
      """
      {"username": "%1$s", "enabled": true, "email": "%1$s@bank.example", "emailVerified": true,
       "firstName": "%1$s", "lastName": "Bank", "groups": ["/Analysts"], "realmRoles": ["offline_access"],
       "credentials": [{"type": "password", "value": "%2$s", "temporary": false}]}
      """;

  private final int port;
  private final String admin;
  private final Process process;

  private Keycloak(int port, String admin, Process process) {
    this.port = port;
    this.admin = admin;
    this.process = process;
  }

  static Keycloak start(Path folder) throws IOException {
    var home = home();
    var realm =
        REALM.formatted(
            USER.formatted("nora", PASSWORD),
            USER.formatted("pia", PASSWORD),
            USER.formatted("max", PASSWORD),
            USER.formatted("lea", PASSWORD),
            SECRET);
    Files.createDirectories(home.resolve("data/import"));
    Files.writeString(home.resolve("data/import/bank.json"), realm);
    var port = WeftProcess.freePort(new Random());
    var admin = UUID.randomUUID().toString();
    var builder =
        new ProcessBuilder(
                "bash",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--db=dev-mem",
                "--cache=local",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--log-level=WARN")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keycloak.out").toFile());
    var environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "root");
    environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", admin);
    environment.put("JAVA_OPTS_APPEND", "-Xmx512m -XX:TieredStopAtLevel=1");
    var keycloak = new Keycloak(port, admin, builder.start());
    try {
      Eventually.within(READY_WITHIN, () -> printed(folder), keycloak::isReady);
      return keycloak;
    } catch (AssertionError e) {
      keycloak.close();
      throw e;
    }
  }

  private static Path home() throws IOException {
    try (var all = Files.list(Path.of("target", "keycloak").toAbsolutePath())) {
      return all.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  private static String printed(Path folder) {
    try {
      return Files.readString(folder.resolve("keycloak.out"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  String issuer() {
    return address() + "/realms/bank";
  }

  /** Where all of its pages are. */
  String address() {
    return "http://127.0.0.1:" + port;
  }

  private boolean isReady() {
    try {
      var about = URI.create(issuer() + "/.well-known/openid-configuration");
      var answer =
          CLIENT.send(
              HttpRequest.newBuilder(about).timeout(Duration.ofSeconds(5)).build(),
              HttpResponse.BodyHandlers.discarding());
      return answer.statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A token that a client has got for a person. */
  String accessToken(String client, String person) throws IOException, InterruptedException {
    return token(issuer(), client, person, PASSWORD);
  }

  private static String token(String issuer, String client, String person, String password)
      throws IOException, InterruptedException {
    var form =
        Map.of(
            "grant_type",
            "password",
            "client_id",
            client,
            "username",
            person,
            "password",
            password);
    var at = URI.create(issuer + "/protocol/openid-connect/token");
    return send(HttpRequest.newBuilder(at)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form(form))))
        .path("access_token")
        .asText();
  }

  // What its administrator does.

  /** Has it tell Weft of logouts. */
  void tellOfLogouts(String address) throws IOException, InterruptedException {
    var client = (ObjectNode) ask("GET", "clients?clientId=weft", "").get(0);
    client
        .withObjectProperty("attributes")
        .put("backchannel.logout.url", address)
        .put("backchannel.logout.session.required", "true");
    ask("PUT", "clients/" + client.path("id").asText(), Json.text(client));
  }

  void logOut(String person) throws IOException, InterruptedException {
    ask("POST", "users/" + id(person) + "/logout", "{}");
  }

  void disable(String person) throws IOException, InterruptedException {
    ask("PUT", "users/" + id(person), "{\"enabled\": false}");
  }

  void takeOutOfGroups(String person) throws IOException, InterruptedException {
    var groups = "users/" + id(person) + "/groups";
    for (var group : ask("GET", groups, "")) {
      ask("DELETE", groups + "/" + group.path("id").asText(), "");
    }
  }

  private String id(String person) throws IOException, InterruptedException {
    return ask("GET", "users?exact=true&username=" + person, "").get(0).path("id").asText();
  }

  private JsonNode ask(String method, String path, String body)
      throws IOException, InterruptedException {
    var root = address();
    var token = token(root + "/realms/master", "admin-cli", "root", admin);
    return send(
        HttpRequest.newBuilder(URI.create(root + "/admin/realms/bank/" + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private static JsonNode send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    var answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(answer.statusCode() + " " + answer.body());
    }
    return answer.body().isBlank() ? Json.object() : Json.parse(answer.body());
  }

  static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
