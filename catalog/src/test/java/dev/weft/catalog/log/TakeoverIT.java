package dev.weft.catalog.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.catalog.topics.MeshTopics;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import dev.weft.spi.AuditLog.AuditQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several servers on one Kafka: one writes, the others follow and take over. */
class TakeoverIT {
  /** Long, since it only ends a wait that is in vain; how long it takes is printed. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path data;
  private static EmbeddedKafka kafka;

  private final MeshTopics topics = new MeshTopics("_" + UUID.randomUUID());

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(data);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void followsAWriterThatIsKilledAndTakesOver() throws Exception {
    var printed = Files.createTempFile(data, "counted", ".txt");
    var writer = startWriterProcess(printed);
    awaitPrinted(printed, 1);
    try (var follower = server("http://two")) {
      assertThat(follower.mesh.awaitRole(PATIENCE)).isTrue();
      assertThat(follower.mesh.role()).isEqualTo(new Role.Follower(Optional.of("http://killed")));
      awaitPrinted(printed, 50);

      writer.destroyForcibly();
      var killed = System.nanoTime();
      follower.awaitWriter();
      var took = Duration.ofNanos(System.nanoTime() - killed);

      var last = lastPrinted(printed);
      var count = Counting.count(follower.mesh.state());
      System.out.println("TakeoverIT: taken over in " + took.toMillis() + " ms");
      assertThat(count).isBetween(last, last + 1);
      assertThat(counted(follower)).isEqualTo(count);
      assertThat(Counting.countUp(follower.mesh)).isEqualTo(count + 1);
      assertThat(follower.audit.verify().faults()).isEmpty();
    } finally {
      writer.destroyForcibly();
    }
  }

  @Test
  void handsOverWhenTheWriterIsClosedAndTellsWhoWrites() {
    try (var two = handOver()) {
      assertThat(two.mesh.role()).isEqualTo(new Role.Writer());
      assertThat(Counting.countUp(two.mesh)).isEqualTo(2);
    }
  }

  private Server handOver() {
    var one = server("http://one").awaitWriter();
    var two = server("http://two");
    try (one) {
      Counting.countUp(one.mesh);
      assertThat(two.mesh.awaitRole(PATIENCE)).isTrue();
      assertThatThrownBy(() -> Counting.countUp(two.mesh))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> {
                assertThat(e.first().code()).isEqualTo("not-the-writer");
                assertThat(e.first().hint()).contains("http://one");
              });
    }
    return two.awaitWriter();
  }

  @Test
  void showsFollowersEachTransactionWhole() throws Exception {
    try (var one = server("http://one").awaitWriter();
        var two = server("http://two")) {
      var sizes = Collections.synchronizedList(new ArrayList<Integer>());
      var seen = new CompletableFuture<Void>();
      two.mesh.follow(
          changes -> {
            sizes.add(changes.size());
            if (sizes.size() == 50) {
              seen.complete(null);
            }
          });

      for (var i = 0; i < 50; i++) {
        Counting.countUp(one.mesh);
      }

      seen.get(10, TimeUnit.SECONDS);
      assertThat(sizes).hasSize(50).containsOnly(2);
    }
  }

  @Test
  void replaysTheLogAfterARestart() {
    long count = 0;
    try (var one = server("http://one").awaitWriter()) {
      for (var i = 0; i < 30; i++) {
        count = Counting.countUp(one.mesh);
      }
    }

    try (var again = server("http://one")) {
      var told = new ArrayList<Integer>();
      again.mesh.follow(changes -> told.add(changes.size()));
      assertThat(told).containsExactly(2);
      assertThat(Counting.count(again.mesh.state())).isEqualTo(count);
      assertThat(Counting.countUp(again.awaitWriter().mesh)).isEqualTo(count + 1);
      assertThat(again.audit.verify().faults()).isEmpty();
    }
  }

  @Test
  void stepsDownWhenFencedAndComesBackWhenItStillHoldsThePlace() throws Exception {
    try (var one = server("http://one").awaitWriter()) {
      var settings =
          new MeshLogSettings(kafka.access(), topics, "http://usurper", "u", Clock.systemUTC());
      var term = new MeshRecords.Writer("u.1", "http://usurper", Clock.systemUTC().instant());
      try (var usurper = new MeshProducer(settings, one.audit, term)) {
        assertThatThrownBy(() -> Counting.countUp(one.mesh))
            .isInstanceOfSatisfying(
                ProblemException.class,
                e -> assertThat(e.first().code()).isEqualTo("not-the-writer"));
        assertThat(usurper).isNotNull();
      }

      one.awaitWriter();

      assertThat(Counting.countUp(one.mesh)).isEqualTo(1);
      assertThat(one.audit.verify().faults()).isEmpty();
    }
  }

  private Server server(String url) {
    return new Server(kafka.access(), topics, url);
  }

  private static long counted(Server server) {
    var none = Optional.<Instant>empty();
    var query =
        new AuditQuery(
            Optional.empty(),
            Optional.of(Counting.ACTION),
            Optional.empty(),
            none,
            none,
            event -> true,
            10_000);
    return server.audit.search(query).size();
  }

  private Process startWriterProcess(Path output) throws IOException {
    var access = Json.bytes(kafka.access());
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var process =
        new ProcessBuilder(
                List.of(
                    java,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx128m",
                    "-cp",
                    classPath,
                    WriterProcess.class.getName(),
                    topics.prefix(),
                    "" + access.length))
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().write(access);
    process.getOutputStream().flush();
    return process;
  }

  /** The last whole line, which the process had stored before it printed it; 0 when none. */
  private static long lastPrinted(Path output) throws IOException {
    var text = Files.readString(output);
    var lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    return lines.isEmpty() ? 0 : Long.parseLong(lines.get(lines.size() - 1));
  }

  private static void awaitPrinted(Path output, long number) throws Exception {
    var giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (lastPrinted(output) < number) {
      assertThat(System.nanoTime()).as("no " + number + " in time").isLessThan(giveUp);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
