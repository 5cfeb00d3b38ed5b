package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.engines.BrokerProcess;
import dev.weft.model.Json;
import dev.weft.server.WeftProcess.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers on one existing Kafka: one writes and runs the flows, the other answers questions and
 * takes over when the first is gone.
 */
class TwoServersIT {
  private static final String PORT = "meters.readings";

  /** Some seven seconds as a rule, which are printed; a slow machine takes its time. */
  private static final Duration TAKEOVER = Duration.ofSeconds(60);

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> ROLES = List.of("follower", "writer");

  @TempDir Path folder;

  private final Random random = new Random(11);
  private final List<WeftProcess> started = new ArrayList<>();
  private BrokerProcess kafka;
  private Home one;
  private Home two;

  @BeforeEach
  void prepare() throws IOException {
    kafka = BrokerProcess.start(folder.resolve("kafka"));
    one = home("one");
    two = home("two");
  }

  @AfterEach
  void stop() {
    started.forEach(WeftProcess::close);
    kafka.close();
  }

  @Test
  void theOtherTakesOverWhenTheWriterIsKilledAndLosesNothing() throws Exception {
    var first = start(one).awaitReady();
    shareTheKey();
    start(two).awaitReady();
    var writer = one.admin();
    var follower = new Rest(two.url(), writer.token());
    assertThat(status(writer, "role")).isEqualTo("writer");
    assertThat(status(follower, "role")).isEqualTo("follower");
    assertThat(status(follower, "writer")).isEqualTo(one.url());
    publish(writer);
    var acknowledged = terms(writer, "first", 5);

    // The follower answers questions, serves readers, and names the writer to whoever commands it.
    Eventually.within(
        SOON,
        "the follower knows",
        () -> follower.get("/api/v1/resources/flow/" + flow()).status() == 200);
    assertThat(follower.get("/api/v1/flows/" + flow()).body().path("status").asText())
        .isEqualTo("waiting");
    var refused = follower.post("/api/v1/apply", term("refused"));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.code()).isEqualTo("not-the-writer");
    assertThat(refused.text()).contains(one.url());
    var pia = password(writer, "pia");
    var key = KafkaKey.of(pia, PORT).at("127.0.0.1:" + two.gateway());
    try (var reader = new OpenReader("pia", key, PORT, "")) {
      Eventually.within(SOON, "pia reads", () -> reader.numbers().size() > 100);

      first.kill();
      var killed = System.nanoTime();
      Eventually.within(
          TAKEOVER,
          "a command is taken",
          () -> follower.post("/api/v1/apply", term("after")).status() == 200);
      System.out.println(
          "TwoServersIT: taken over in " + (System.nanoTime() - killed) / 1_000_000 + " ms");

      acknowledged.add("after");
      acknowledged.addAll(terms(follower, "second", 5));
      var before = reader.numbers().size();
      Eventually.within(SOON, "the flow goes on", () -> reader.numbers().size() > before + 300);
      assertThat(follower.post("/api/v1/flows/" + flow() + "/stop").status()).isEqualTo(200);
      assertOnceEach();
      assertThat(reader.lastError()).isEmpty();
    }
    assertThat(names(follower)).containsAll(acknowledged);
    assertThat(follower.get("/api/v1/audit/verify").body().path("faults")).isEmpty();
  }

  @Test
  void theOtherTakesOverAtOnceWhenTheWriterIsStopped() throws Exception {
    // Both start for the first time on an empty Kafka.
    Files.createDirectories(one.data());
    Files.createDirectories(two.data());
    var first = start(one);
    Eventually.within(SOON, "a key", () -> Files.exists(one.data().resolve("secret.key")));
    shareTheKey();
    var second = start(two);
    first.awaitReady();
    second.awaitReady();
    var token = Files.exists(one.data().resolve("admin.token")) ? one.admin() : two.admin();
    var ones = new Rest(one.url(), token.token());
    var twos = new Rest(two.url(), token.token());
    Eventually.within(
        SOON,
        "one writer, one follower",
        () ->
            List.of(status(ones, "role"), status(twos, "role")).stream()
                .sorted()
                .toList()
                .equals(ROLES));
    var oneWrites = status(ones, "role").equals("writer");
    var rest = oneWrites ? twos : ones;
    terms(oneWrites ? ones : twos, "first", 3);

    var stopping = System.nanoTime();
    assertThat((oneWrites ? first : second).stop()).isZero();
    System.out.println(
        "TwoServersIT: stopped in " + (System.nanoTime() - stopping) / 1_000_000 + " ms");
    Eventually.within(
        Duration.ofSeconds(5),
        "a command is taken",
        () -> rest.post("/api/v1/apply", term("after")).status() == 200);

    var again = start(oneWrites ? one : two).awaitReady();
    assertThat(again.isAlive()).isTrue();
    assertThat(status(oneWrites ? ones : twos, "role")).isEqualTo("follower");
    assertThat(names(oneWrites ? ones : twos)).contains("after", "first-0", "first-2");
  }

  // --- what is done

  private Home home(String name) throws IOException {
    var config = folder.resolve(name + ".properties");
    var settings = new Properties();
    kafka
        .access()
        .clientProperties()
        .forEach((key, value) -> settings.put("kafka." + key, "" + value));
    try (var out = Files.newBufferedWriter(config)) {
      settings.store(out, null);
    }
    return Home.at(folder.resolve(name), random, "--config", config.toString());
  }

  private WeftProcess start(Home home) {
    var process = home.start();
    started.add(process);
    return process;
  }

  private void shareTheKey() throws IOException {
    Files.createDirectories(two.data());
    Files.copy(one.data().resolve("secret.key"), two.data().resolve("secret.key"));
  }

  private static void publish(Rest admin) {
    var applied =
        admin.post("/api/v1/apply", MeshFiles.apply("/kill/mesh.yaml", Map.of("folder", "/none")));
    assertThat(applied.status()).as(applied.text()).isEqualTo(200);
  }

  private static String flow() {
    return "meters-ingest";
  }

  private static Rest password(Rest admin, String name) {
    var password = "a long password of " + name;
    admin.send(
        "PUT", "/api/v1/users/" + name + "/password", "{\"password\": \"" + password + "\"}");
    return admin.login(name, password);
  }

  private static List<String> terms(Rest rest, String prefix, int count) {
    var names = new ArrayList<String>();
    for (var i = 0; i < count; i++) {
      var answer = rest.post("/api/v1/apply", term(prefix + "-" + i));
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      names.add(prefix + "-" + i);
    }
    return names;
  }

  private static ObjectNode term(String name) {
    var body = Json.object();
    body.putArray("documents")
        .addObject()
        .put("file", name)
        .put(
            "text",
            "apiVersion: weft.dev/v1\nkind: Term\nname: " + name + "\ndefinition: Means it.\n");
    return body;
  }

  private static Set<String> names(Rest rest) {
    return Set.copyOf(
        rest.get("/api/v1/resources/term").body().path("items").findValuesAsText("name"));
  }

  private static String status(Rest rest, String field) {
    return rest.get("/api/v1/status").body().path(field).asText();
  }

  private void assertOnceEach() {
    try (var behind = new Behind(kafka.access())) {
      var numbers =
          behind.all(PORT).stream().map(one -> Json.parse(one.value()).path("n").asLong()).toList();
      assertThat(numbers)
          .containsExactlyInAnyOrderElementsOf(
              LongStream.range(0, numbers.size()).boxed().toList());
      assertThat(behind.all(PORT + ".quarantine")).isEmpty();
    }
  }
}
