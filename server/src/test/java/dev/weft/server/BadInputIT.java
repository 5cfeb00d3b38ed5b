package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.server.WeftProcess.Home;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What nobody should send: each is answered with a clear message, nothing is lost, and the process
 * goes on for all others.
 */
class BadInputIT {
  private static final String PORT = "meters.readings";
  private static final String TOKEN = "a token of the flow";
  private static final int FIFTY_MEGABYTES = 50 * 1024 * 1024;
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private static final Random random = new Random(42);
  private static Home home;
  private static WeftProcess weft;
  private static Rest admin;
  private static Rest olga;
  private static Path inbox;
  private static int flowPort;
  private static OpenReader reader;

  @BeforeAll
  static void start() throws IOException {
    home = Home.at(folder.resolve("data"), random);
    inbox = Files.createDirectory(folder.resolve("inbox"));
    flowPort = WeftProcess.freePort(random);
    weft = home.start().awaitReady();
    admin = home.admin();
    var applied = admin.post("/api/v1/apply", MeshFiles.apply("/bad/mesh.yaml", parameters()));
    assertThat(applied.status()).as(applied.text()).isEqualTo(200);
    admin.send("PUT", "/api/v1/users/pia/password", "{\"password\": \"a long password of pia\"}");
    admin.send("PUT", "/api/v1/users/olga/password", "{\"password\": \"a long password of olga\"}");
    olga = admin.login("olga", "a long password of olga");
    reader = new OpenReader("pia", admin.login("pia", "a long password of pia"), PORT, "");
  }

  @AfterAll
  static void stop() {
    if (reader != null) {
      reader.close();
    }
    if (weft != null) {
      weft.close();
    }
  }

  @Test
  void saysAllThatIsWrongWithFilesAndWhereAndChangesNothing() {
    var before = admin.get("/api/v1/export").text();
    var body = Json.object();
    var documents = body.putArray("documents");
    documents.addObject().put("file", "broken.yaml").put("text", "kind: [Term\nname: x\n");
    documents
        .addObject()
        .put("file", "unknown.yaml")
        .put(
            "text",
            "apiVersion: weft.dev/v1\nkind: Term\nname: margin\ndefinition: It.\ntitel: x\n");
    documents
        .addObject()
        .put("file", "types.yaml")
        .put(
            "text",
            "apiVersion: weft.dev/v1\nkind: Flow\nname: odd\nproduct: meters\nprocessors: 7\n");
    documents
        .addObject()
        .put("file", "fine.yaml")
        .put("text", "apiVersion: weft.dev/v1\nkind: Term\nname: fine\ndefinition: Good.\n");

    var answer = admin.post("/api/v1/apply", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(problem(answer.body(), "broken.yaml").path("place").path("line").asInt())
        .isPositive();
    var unknown = problem(answer.body(), "unknown.yaml");
    assertThat(unknown.path("place").path("line").asInt()).isEqualTo(5);
    assertThat(unknown.path("hint").asText()).contains("'title'");
    assertThat(problem(answer.body(), "types.yaml").path("place").path("line").asInt())
        .isEqualTo(5);
    assertThat(admin.get("/api/v1/export").text()).isEqualTo(before);
  }

  @Test
  void recordsThatBreakTheContractGoToQuarantineWithTheReason() throws IOException {
    put("breaks", "{\"n\": 100, \"unit\": \"V\"}\n{\"n\": 101}\n{\"n\": \"x\", \"unit\": \"V\"}\n");
    put("after", "{\"n\": 102, \"unit\": \"V\"}\n");

    awaitRead(100, 102);
    var refused = quarantine("breaks.jsonl");
    assertThat(refused).hasSize(2);
    assertThat(refused)
        .extracting(one -> Behind.header(one, "weft.rule"))
        .containsExactlyInAnyOrder("required", "type");
    assertThat(refused)
        .allSatisfy(one -> assertThat(Behind.header(one, "weft.reason")).isNotBlank());
    whoAnswersForThePortSeesWhyAndNobodySeesValues();
  }

  private static void whoAnswersForThePortSeesWhyAndNobodySeesValues() {
    var path = "/api/v1/ports/" + PORT + "/quarantine?max=200";
    for (var looker : List.of(olga, admin)) {
      var answer = looker.get(path);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      var item = from(answer.body(), "breaks.jsonl", "line 2");
      assertThat(item.path("flow").asText()).isEqualTo("from-files");
      assertThat(item.path("violations").path(0).path("rule").asText()).isEqualTo("required");
      assertThat(item.path("violations").path(0).path("field").asText()).isEqualTo("unit");
      assertThat(item.path("violations").path(0).path("message").asText()).contains("required");
      assertThat(item.has("key") || item.has("value")).isFalse();
    }

    var refused = admin.login("pia", "a long password of pia").get(path);

    assertThat(refused.status()).as(refused.text()).isEqualTo(403);
    assertThat(olga.get(path.replace("200", "201")).status()).isEqualTo(400);
    var audited = admin.get("/api/v1/audit?action=quarantine.read").body().path("items");
    assertThat(audited)
        .anySatisfy(
            event -> {
              assertThat(event.path("actor").asText()).contains("olga");
              assertThat(event.path("subject").asText()).isEqualTo(PORT);
            });
  }

  private static JsonNode from(JsonNode answer, String file, String position) {
    return answer
        .path("items")
        .valueStream()
        .filter(item -> item.path("source").asText().endsWith(file))
        .filter(item -> item.path("position").asText().equals(position))
        .findFirst()
        .orElseThrow(() -> new AssertionError(answer.toString()));
  }

  @Test
  void aNewKeyInAFileIsInCatalogDraftAndLineageByItselfAndAnotherTypeInQuarantine()
      throws IOException {
    put("more", "{\"n\": 200, \"unit\": \"V\", \"site_code\": \"B-7\"}\n");
    put("retyped", "{\"n\": \"two hundred\", \"unit\": \"V\"}\n");

    awaitRead(200);

    assertThat(olga.get("/api/v1/ports/" + PORT).body().path("fields").toString())
        .contains("\"path\":\"site_code\"");
    Eventually.within(
        SOON, "it is found", () -> olga.get("/api/v1/search?q=site_code").text().contains(PORT));
    assertThat(olga.get("/api/v1/ports/" + PORT + "/contract-draft").text()).contains("site_code");
    assertThat(olga.get("/api/v1/lineage/port%2F" + PORT + "/columns").text())
        .contains("site_code", "from-files");
    Eventually.within(SOON, "the other type", () -> quarantine("retyped.jsonl").size() == 1);
    assertThat(Behind.header(quarantine("retyped.jsonl").get(0), "weft.reason"))
        .isEqualTo("'n' must be a whole number.");
  }

  @Test
  void aHugeRecordInAFileGoesToQuarantineAndTheNextFileArrives() throws IOException {
    put("huge", "{\"n\": 200, \"unit\": \"" + "x".repeat(FIFTY_MEGABYTES) + "\"}\n");
    put("small", "{\"n\": 201, \"unit\": \"V\"}\n");

    awaitRead(201);
    Eventually.within(SOON, "it in quarantine", () -> !quarantine("huge.jsonl").isEmpty());
    assertThat(quarantine("huge.jsonl"))
        .allSatisfy(one -> assertThat(Behind.header(one, "weft.reason")).isNotBlank());
    assertThat(weft.isReady()).isTrue();
  }

  @Test
  void aHugeRecordByHttpIsRefusedOrPutIntoQuarantineAndTheNextOneArrives() throws Exception {
    awaitFlowListens();

    var huge = "{\"n\": 300, \"unit\": \"" + "x".repeat(FIFTY_MEGABYTES) + "\"}";
    var answer = post(URI.create("http://127.0.0.1:" + flowPort + "/"), TOKEN, huge);
    var small =
        post(
            URI.create("http://127.0.0.1:" + flowPort + "/"),
            TOKEN,
            "{\"n\": 301, \"unit\": \"V\"}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("longer than");
    assertThat(small.statusCode()).as(small.body()).isEqualTo(200);
    awaitRead(301);
    assertThat(weft.isReady()).isTrue();
  }

  @Test
  void aHugeRecordByRestIsRefusedWithAClearMessage() throws Exception {
    var huge = "{\"n\": 400, \"unit\": \"" + "x".repeat(FIFTY_MEGABYTES) + "\"}";
    var records = URI.create(home.url() + "/api/v1/ports/" + PORT + "/records");

    var tooLarge = post(records, olga.token(), huge);
    var large = post(records, olga.token(), huge.substring(0, 5 << 20) + "\"}");
    var small = post(records, olga.token(), "{\"n\": 401, \"unit\": \"V\"}");

    assertThat(tooLarge.statusCode()).isEqualTo(413);
    assertThat(Json.parse(tooLarge.body()).path("title").asText()).isNotBlank();
    assertThat(large.statusCode()).as(large.body()).isEqualTo(413);
    assertThat(large.body()).contains("too large");
    assertThat(small.statusCode()).as(small.body()).isEqualTo(200);
    awaitRead(401);
  }

  @Test
  void malformedFramesAndRandomBytesHarmOnlyWhoSendsThem() throws Exception {
    for (var port : List.of(home.gateway(), home.http(), flowPort)) {
      for (var i = 0; i < 20; i++) {
        var bytes = new byte[1 + random.nextInt(4_000)];
        random.nextBytes(bytes);
        send(port, bytes);
      }
      send(port, frame(Integer.MAX_VALUE, 4));
      send(port, frame(-1, 4));
      send(port, frame(12, 3));
      send(port, "GET / HTTP/1.1\r\n\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    }

    var written =
        olga.send("POST", "/api/v1/ports/" + PORT + "/records", "{\"n\": 500, \"unit\": \"V\"}");
    assertThat(written.status()).as(written.text()).isEqualTo(200);
    awaitRead(500);
    assertThat(reader.lastError()).isEmpty();
    assertThat(weft.isReady()).isTrue();
  }

  // --- what is done

  private static void put(String name, String text) throws IOException {
    var part = Files.writeString(inbox.resolve(name + ".part"), text);
    Files.move(part, inbox.resolve(name + ".jsonl"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static List<ConsumerRecord<String, String>> quarantine(String file) {
    try (var behind = new Behind(home.data())) {
      return behind.all(PORT + ".quarantine").stream()
          .filter(one -> Behind.header(one, "weft.source").endsWith(file))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void awaitRead(long... numbers) {
    for (var number : numbers) {
      Eventually.within(SOON, number + " is read", () -> reader.numbers().contains(number));
    }
  }

  private static void awaitFlowListens() {
    Eventually.within(
        SOON,
        "the flow listens",
        () -> {
          try (var socket = new Socket(InetAddress.getLoopbackAddress(), flowPort)) {
            return socket.isConnected();
          } catch (IOException e) {
            return false;
          }
        });
  }

  private static HttpResponse<String> post(URI where, String token, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(where)
            .timeout(Duration.ofSeconds(90))
            .header("Content-Type", "application/x-ndjson")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Sends and looks whether anything comes back, as far as the other side lets it. */
  private static void send(int port, byte[] bytes) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(200);
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
      var unused = socket.getInputStream().read(new byte[1000]);
    } catch (IOException e) {
      // It was hung up on, or left without an answer: either is fine.
    }
  }

  /** A request of Kafka's protocol whose length is not what follows. */
  private static byte[] frame(int length, int apiKey) {
    return ByteBuffer.allocate(14)
        .putInt(length)
        .putShort((short) apiKey)
        .putShort((short) 9_999)
        .putInt(1)
        .putShort((short) -7)
        .array();
  }

  private static JsonNode problem(JsonNode answer, String file) {
    for (var problem : answer.path("problems")) {
      if (problem.path("place").path("file").asText().equals(file)) {
        return problem;
      }
    }
    throw new AssertionError("no problem in " + file + ": " + answer);
  }

  private static java.util.Map<String, String> parameters() {
    return java.util.Map.of("folder", inbox.toString(), "port", "" + flowPort, "token", TOKEN);
  }
}
