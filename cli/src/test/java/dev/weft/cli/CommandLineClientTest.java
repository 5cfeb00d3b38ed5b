package dev.weft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineClientTest {
  private static final String APPLIED = "{\"changes\": [], \"applied\": true}";

  @TempDir Path home;
  private AnsweringServer server;

  @BeforeEach
  void start() throws IOException {
    server = new AnsweringServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void keepsTheLoginWhereOnlyItsOwnerMayLook() throws IOException {
    server.on("POST /api/v1/login", 200, "{\"token\": \"s3cret\", \"principal\": \"ada\"}");
    server.on("GET /api/v1/whoami", 200, "{\"name\": \"ada\"}");

    var login = run("", "hunter2\n", "login", "ada", "--password-stdin");
    var whoami = run("", "", "whoami");

    var file = home.resolve(".config/weft/credentials");
    assertThat(login.exitCode()).isZero();
    assertThat(login.out()).doesNotContain("s3cret");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(whoami.out()).isEqualTo("name: ada\n");
    assertThat(server.requests())
        .extracting(AnsweringServer.Request::authorization)
        .containsExactly("", "Bearer s3cret");
    assertThat(Json.parse(server.requests().get(0).body()).path("password").asText())
        .isEqualTo("hunter2");
  }

  @Test
  void logsInWithoutAPasswordByACodeThatSomebodyConfirms() {
    server.on(
        "POST /api/v1/device",
        200,
        "{\"deviceCode\": \"s3cret-device\", \"userCode\": \"BCDF-GHJK\", \"interval\": 1,"
            + " \"expiresIn\": 600, \"verifyUrlComplete\": \"http://weft/device?code=BCDF-GHJK\"}");
    server.on("POST /api/v1/device/token", 200, "{\"token\": \"s3cret\", \"principal\": \"ada\"}");

    var login = run("", "", "login");

    assertThat(login.exitCode()).as(login.err()).isZero();
    assertThat(login.err())
        .contains("http://weft/device?code=BCDF-GHJK", "BCDF-GHJK")
        .doesNotContain("s3cret");
    assertThat(login.out()).startsWith("Logged in as ada").doesNotContain("s3cret");
    assertThat(home.resolve(".config/weft/credentials")).content().contains("s3cret");
  }

  @Test
  void saysWhichServicesHaveAnOldKey() {
    server.on(
        "GET /api/v1/services",
        200,
        "{\"items\": [{\"name\": \"loader\", \"owners\": [\"olga\"], \"keys\": [{\"id\": \"loader-1\","
            + " \"days\": 91, \"old\": true}]}, {\"name\": \"idle\", \"owners\": [], \"keys\": []}]}");

    var list = run("t", "", "service", "list");

    assertThat(list.out())
        .contains("loader   loader-1  91", "idle     none")
        .endsWith("The key of loader is old. Replace it: weft service rotate loader\n");
  }

  @Test
  void printsTheTokenInsteadOfKeepingIt() {
    server.on("POST /api/v1/login", 200, "{\"token\": \"s3cret\", \"principal\": \"ada\"}");

    var login = run("", "hunter2\n", "login", "ada", "--password-stdin", "--print-token");

    assertThat(login.out()).isEqualTo("s3cret\n");
    assertThat(home.resolve(".config")).doesNotExist();
  }

  @Test
  void forgetsTheLoginAtLogout() {
    server.on("POST /api/v1/login", 200, "{\"token\": \"s3cret\", \"principal\": \"ada\"}");
    server.on("POST /api/v1/logout", 204, "");
    run("", "hunter2\n", "login", "ada", "--password-stdin");

    var logout = run("", "", "logout");

    assertThat(logout.out()).isEqualTo("Logged out.\n");
    assertThat(home.resolve(".config/weft/credentials")).content().isEqualTo("{}");
  }

  @Test
  void sendsAFolderInOneRequestWithSecretsFromFilesAndStandardInput() throws IOException {
    server.on("POST /api/v1/apply", 200, APPLIED);
    var mesh = Files.createDirectories(home.resolve("mesh/deep"));
    Files.writeString(mesh.resolveSibling("b.yaml"), "b: 1");
    Files.writeString(mesh.resolve("a.json"), "{}");
    Files.writeString(mesh.resolve("README.md"), "not me");
    var secret = Files.writeString(home.resolve("secret"), "from file\n");

    var run =
        run(
            "t",
            "from stdin\n",
            "apply",
            "-f",
            mesh.getParent().toString(),
            "--set",
            "url=a=b",
            "--set-secret",
            "one=@" + secret,
            "--set-secret",
            "two=-");

    var sent = Json.parse(server.requests().get(0).body());
    assertThat(run.err()).isEmpty();
    assertThat(sent.path("documents").findValuesAsText("file"))
        .containsExactly(mesh.getParent() + "/b.yaml", mesh + "/a.json");
    assertThat(sent.path("parameters").path("url").asText()).isEqualTo("a=b");
    assertThat(sent.path("secrets").toString())
        .isEqualTo("{\"one\":\"from file\",\"two\":\"from stdin\"}");
    assertThat(sent.path("dryRun").asBoolean()).isFalse();
  }

  @Test
  void helpNamesAVerbAsItIsTyped() {
    for (var verb : List.of("flow events", "flow parameters", "audit who", "read")) {
      var help = run("", "", (verb + " --help").split(" "));

      assertThat(help.out()).startsWith("Usage: weft " + verb + " ");
    }
  }

  @Test
  void setsAPasswordFromStandardInput() {
    server.on("PUT /api/v1/users/ada/password", 204, "");

    var run = run("t", "hunter2\nignored\n", "user", "password", "ada");

    assertThat(run.out()).isEqualTo("The password of ada is set.\n");
    assertThat(server.requests().get(0).body()).isEqualTo("{\"password\":\"hunter2\"}");
  }

  @Test
  void writesRecordsFromStandardInput() {
    server.on("POST /api/v1/ports/a.b/records", 200, "{\"written\": 2}");

    var run = run("t", "{\"a\":1}\n{\"a\":2}\n", "write", "a.b");

    assertThat(run.out()).isEqualTo("Wrote 2 records.\n");
    assertThat(server.requests().get(0).body()).isEqualTo("{\"a\":1}\n{\"a\":2}\n");
  }

  @Test
  void exportsFilesButNeverOutsideTheFolder() {
    server.on(
        "GET /api/v1/export",
        200,
        "{\"items\": [{\"file\": \"a/b.yaml\", \"text\": \"x: 1\\n\"}, {\"file\": \"../c\", \"text\": \"\"}]}");

    var run = run("t", "", "export", "-f", home.resolve("out").toString());

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(home.resolve("out/a/b.yaml")).content().isEqualTo("x: 1\n");
    assertThat(home.resolve("c")).doesNotExist();
  }

  @Test
  void saysWhatToDoWhenNobodyAnswers() {
    server.close();

    var run = run("t", "", "status");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo(
            "server-not-reachable\n    No Weft answers at "
                + server.url()
                + ". Start one with './weft up', or set WEFT_URL to where one runs.\n");
  }

  @Test
  void sendsNoTokenReadablyToAnotherMachine() {
    var run = Run.of("http://weft.example.com", home, "t", "", "status");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("WEFT_URL   server-address\n");
  }

  @Test
  void makesAConfigurationForEveryClient() {
    server.on(
        "POST /api/v1/keys",
        200,
        "{\"id\": \"k-1\", \"secret\": \"s3\", \"bootstrap\": \"127.0.0.1:9092\"}");

    for (var client : KafkaClient.values()) {
      var run = run("t", "", "connect", "a.b", "--for", client.toString());

      assertThat(run.out()).contains("127.0.0.1:9092", "k-1", "s3", "a.b").doesNotContain("%");
    }
  }

  private Run run(String token, String in, String... arguments) {
    return Run.of(server.url(), home, token, in, arguments);
  }
}
