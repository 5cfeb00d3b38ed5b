package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.server.WeftProcess.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at any moment, under load: no record is lost or doubled, no acknowledged command is
 * forgotten, the audit is complete, search and lineage are those of a fresh fold, nobody reads past
 * their rights, and an erasure is whole or known not to be.
 *
 * <p>Another run: {@code -Dweft.kill.seed=N}, more kills {@code -Dweft.kill.moments=20}. Kinds of
 * sources are killed by {@code ./weft bench kill}, a few of its moments in {@code ProgramsIT}.
 */
class KillIT {
  private static final long SEED = Long.getLong("weft.kill.seed", 20_261_123);
  private static final int KILLS = Integer.getInteger("weft.kill.moments", 4);
  private static final int REVOKE_BEFORE_KILL = 2;
  private static final int ERASE_BEFORE_KILL = 3;
  private static final int ROWS_PER_FILE = 20;
  private static final String READINGS = "meters.readings";
  private static final String COPIES = "copies.readings";
  private static final String ROWS = "files.rows";

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final List<OpenReader> readers = new ArrayList<>();
  private Home home;
  private Rest admin;
  private int filesWritten;

  @Test
  void losesNothingDoublesNothingShowsNothing() throws Exception {
    System.out.println("KillIT: seed " + SEED);
    home = Home.at(folder.resolve("data"), random);
    var inbox = Files.createDirectory(folder.resolve("inbox"));
    var weft = home.start().awaitReady();
    try {
      weft = run(weft, inbox);
    } catch (AssertionError e) {
      System.out.println("KillIT: the last lines of Weft\n" + weft.printedLast(60));
      throw e;
    } finally {
      weft.close();
      readers.forEach(OpenReader::close);
    }
  }

  private WeftProcess run(WeftProcess first, Path inbox) throws Exception {
    admin = home.admin();
    publish(inbox);
    var olga = person("olga");
    var ada = person("ada");
    var rob = person("rob");
    grant(ada, olga);
    var robs = grant(rob, olga);
    var masked = read("ada", ada, "");
    var pia = person("pia");
    var raw = read("pia", pia, "raw-readers");
    var revoked = read("rob", rob, "");
    var rows = read("pia", pia, ROWS, "");
    var copies = read("pia", pia, COPIES, "");
    var weft = first;
    Instant revokedAt = Instant.MAX;
    var erasure = new CutErasure(admin, person("petra"), olga);
    var commands = new OpenCommands(admin, person("carl"), olga, READINGS);
    try {
      for (var kill = 1; kill <= KILLS; kill++) {
        writeFiles(inbox, 10);
        if (kill == REVOKE_BEFORE_KILL) {
          weft.awaitReady();
          Eventually.within(seconds(60), "rob reads", () -> !revoked.seen().isEmpty());
          revokedAt = revoke(olga, robs);
        }
        if (kill == ERASE_BEFORE_KILL) {
          weft.awaitReady();
          erasure.begin(1 + random.nextInt(2));
        } else {
          awaitSomeMoment(weft);
        }
        weft.kill();
        System.out.println("KillIT: kill " + kill + ", " + commands.acknowledged() + " commands");
        weft = home.start();
      }
      weft.awaitReady();
      writeFiles(inbox, 10);
      awaitMore(masked);
      awaitMore(raw);
    } finally {
      commands.close();
    }
    var total = filesWritten * ROWS_PER_FILE;
    Eventually.within(
        seconds(90), () -> total + " rows: " + rows, () -> rows.numbers().size() >= total);
    stopIngest();
    Eventually.within(
        seconds(90),
        () -> "all copied; " + new Gap(admin, home.data(), raw, copies, "copies-fill").words(),
        () -> copies.numbers().equals(raw.numbers()));
    readers.forEach(OpenReader::close);

    if (KILLS >= ERASE_BEFORE_KILL) {
      try (var behind = new Behind(home.data())) {
        erasure.check(behind);
      }
    }
    checkCommands(commands);
    checkReaders(masked, raw, revoked, revokedAt);
    checkAudit();
    checkPorts(total);
    checkFolds();
    var stopping = System.nanoTime();
    assertThat(weft.stop()).as("the exit code").isZero();
    System.out.println("KillIT: stopped in " + (System.nanoTime() - stopping) / 1_000_000 + " ms");
    return weft;
  }

  // --- what goes on

  private void publish(Path inbox) {
    var body = MeshFiles.apply("/kill/mesh.yaml", Map.of("folder", inbox.toString()));
    var applied = admin.post("/api/v1/apply", body);
    assertThat(applied.status()).as(applied.text()).isEqualTo(200);
    var people = admin.post("/api/v1/apply", MeshFiles.apply("/kill/people.yaml", Map.of()));
    assertThat(people.status()).as(people.text()).isEqualTo(200);
  }

  private Rest person(String name) {
    var password = "a long password of " + name;
    admin.send("PUT", "/api/v1/users/" + name + "/password", text("password", password));
    return admin.login(name, password);
  }

  private String grant(Rest person, Rest owner) {
    var asked =
        person.post(
            "/api/v1/subscriptions", Json.object().put("port", READINGS).put("purpose", "a test"));
    assertThat(asked.status()).as(asked.text()).isEqualTo(200);
    var id = asked.body().path("id").asText();
    assertThat(owner.post("/api/v1/subscriptions/" + id + "/approve").status()).isEqualTo(200);
    return id;
  }

  private static Instant revoke(Rest owner, String subscription) {
    var answer = owner.post("/api/v1/subscriptions/" + subscription + "/revoke");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return Instant.now();
  }

  private OpenReader read(String name, Rest person, String group) {
    return read(name, person, READINGS, group);
  }

  private OpenReader read(String name, Rest person, String port, String group) {
    var reader = new OpenReader(name, person, port, group);
    readers.add(reader);
    return reader;
  }

  /** Each file appears at once, as those who hand over files do it. */
  private void writeFiles(Path inbox, int count) throws IOException {
    for (var i = 0; i < count; i++) {
      var first = filesWritten * ROWS_PER_FILE;
      var text =
          IntStream.range(first, first + ROWS_PER_FILE)
              .mapToObj(n -> n + ",row " + n)
              .collect(Collectors.joining("\n", "n,text\n", "\n"));
      var part = Files.writeString(inbox.resolve("part"), text);
      Files.move(
          part, inbox.resolve("rows-" + filesWritten + ".csv"), StandardCopyOption.ATOMIC_MOVE);
      filesWritten++;
    }
  }

  /** Some are killed while they start, most while they work. */
  private void awaitSomeMoment(WeftProcess weft) {
    if (random.nextInt(10) < 7) {
      weft.awaitReady();
      LockSupport.parkNanos(millis(random.nextInt(2_000)));
    } else {
      LockSupport.parkNanos(millis(500 + random.nextInt(4_500)));
    }
  }

  private static void awaitMore(OpenReader reader) {
    var before = reader.seen().size();
    Eventually.within(
        seconds(60), () -> "reads on: " + reader, () -> reader.seen().size() > before);
  }

  private void stopIngest() {
    var stopped = admin.post("/api/v1/flows/meters-ingest/stop");
    assertThat(stopped.status()).as(stopped.text()).isEqualTo(200);
  }

  // --- what must hold

  private void checkCommands(OpenCommands commands) {
    assertThat(commands.odd()).isEmpty();
    var terms = new HashSet<>(items("/api/v1/resources/term").findValuesAsText("name"));
    assertThat(terms).containsAll(commands.terms());
    var status = new HashMap<String, String>();
    items("/api/v1/subscriptions?view=all")
        .forEach(one -> status.put(one.path("id").asText(), one.path("status").asText()));
    assertThat(status.keySet()).containsAll(commands.requested());
    assertThat(commands.approved())
        .allSatisfy(id -> assertThat(status.get(id)).isEqualTo("APPROVED"));
    assertThat(subjects("resource.create")).containsAll(prefixed("Term/", commands.terms()));
    assertThat(subjects("subscription.request"))
        .containsAll(prefixed("Subscription/", commands.requested()));
    assertThat(subjects("subscription.approve"))
        .containsAll(prefixed("Subscription/", commands.approved()));
  }

  private void checkReaders(
      OpenReader masked, OpenReader raw, OpenReader revoked, Instant revokedAt) {
    assertThat(masked.seen())
        .isNotEmpty()
        .allSatisfy(
            one -> {
              assertThat(one.text("region")).isEqualTo("North");
              assertThat(one.text("email")).startsWith("X").doesNotContain("@");
            });
    assertThat(raw.seen())
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.text("email")).contains("@raw.example"));
    assertThat(revoked.seen())
        .allSatisfy(
            one -> {
              assertThat(one.text("email")).doesNotContain("@");
              assertThat(one.produced()).isBefore(revokedAt.plusSeconds(1));
              // On a busy machine a reader may come late to what it was given in time.
              assertThat(one.at()).isBefore(revokedAt.plusSeconds(10));
            });
    assertThat(revoked.lastError()).contains("Authorization");
    readers.forEach(this::checkReadAudit);
  }

  /** Each offset that a reader got lies in a range that was read, or announced at least. */
  private void checkReadAudit(OpenReader reader) {
    var ranges = new ArrayList<JsonNode>();
    items("/api/v1/audit?limit=10000&action=read&actor=" + reader.name()).forEach(ranges::add);
    var announced = items("/api/v1/audit?limit=10000&action=read.opened&actor=" + reader.name());
    announced.forEach(ranges::add);
    var uncovered =
        reader.seen().stream()
            .filter(one -> ranges.stream().noneMatch(range -> covers(range, reader.port(), one)))
            .toList();
    assertThat(uncovered).as("read by " + reader.name() + " without audit").isEmpty();
    assertThat(announced).isNotEmpty();
  }

  private static boolean covers(JsonNode event, String port, OpenReader.Seen seen) {
    var details = event.path("details");
    var end =
        details.has("limit") ? details.path("limit").asLong() - 1 : details.path("to").asLong();
    return event.path("subject").asText().equals(port)
        && details.path("partition").asInt() == seen.partition()
        && details.path("from").asLong() <= seen.offset()
        && seen.offset() <= end;
  }

  private void checkAudit() {
    var verified = admin.get("/api/v1/audit/verify").body();
    assertThat(verified.path("faults")).as(verified.toString()).isEmpty();
    assertThat(verified.path("events").asLong()).isPositive();
  }

  private void checkPorts(long rows) throws IOException {
    try (var behind = new Behind(home.data())) {
      var readings = numbers(behind, READINGS);
      assertThat(readings).hasSizeGreaterThan(500);
      assertOnceEach(READINGS, readings, readings.size());
      assertOnceEach(COPIES, numbers(behind, COPIES), readings.size());
      assertOnceEach(ROWS, numbers(behind, ROWS), rows);
      for (var port : List.of(READINGS, COPIES, ROWS)) {
        assertThat(behind.all(port + ".quarantine")).isEmpty();
      }
      System.out.println("KillIT: " + readings.size() + " readings, " + rows + " rows");
    }
  }

  /** Killed while terms, fields and grants were indexed: still, nothing is out of step. */
  private void checkFolds() {
    var fresh = new FreshFolds(home.data(), admin);
    Eventually.within(
        seconds(30),
        () -> "search and lineage as a fresh fold has them: " + fresh.differences(READINGS),
        () -> fresh.differences(READINGS).isEmpty());
    assertThat(items("/api/v1/search/query?q=from%20Term")).isNotEmpty();
  }

  private static void assertOnceEach(String port, List<Long> numbers, long total) {
    assertThat(duplicates(numbers)).as("doubled in " + port).isEmpty();
    var missing = LongStream.range(0, total).boxed().collect(Collectors.toSet());
    numbers.forEach(missing::remove);
    assertThat(missing).as("missing in " + port).isEmpty();
    assertThat(numbers).hasSize((int) total);
  }

  private static Set<Long> duplicates(List<Long> numbers) {
    var once = new HashSet<Long>();
    return numbers.stream().filter(n -> !once.add(n)).collect(Collectors.toSet());
  }

  private static List<Long> numbers(Behind behind, String topic) {
    return behind.all(topic).stream()
        .map(one -> Json.parse(one.value()).path("n").asLong())
        .toList();
  }

  // --- small things

  private Set<String> subjects(String action) {
    return Set.copyOf(
        items("/api/v1/audit?limit=10000&action=" + action).findValuesAsText("subject"));
  }

  private JsonNode items(String path) {
    var answer = admin.get(path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body().path("items");
  }

  private static List<String> prefixed(String prefix, Iterable<String> names) {
    var all = new ArrayList<String>();
    names.forEach(name -> all.add(prefix + name));
    return all;
  }

  private static String text(String field, String value) {
    ObjectNode body = Json.object().put(field, value);
    return Json.text(body);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static long millis(int millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
