package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.gateway.GatewaySettings.Limits;
import dev.weft.gateway.json.Stars;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.Priority;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadTerms;
import dev.weft.spi.ReadTerms.FilterOn;
import dev.weft.spi.ReadTerms.Undecodable;
import dev.weft.spi.ReadView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.requests.FetchRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many readers who want more than one small gateway can give, and what becomes of the urgent among
 * them. Nothing is timed: what counts is how much each gets. Whose turn it is in detail is held by
 * {@code TurnsTest} and {@code AnswerMemoryTest}; how long one answer takes says more of this
 * machine's threads than of turns.
 */
class PrioritiesIT {
  private static final int MIB = 1024 * 1024;
  private static Rig rig;
  private static Gateway gateway;
  private static PortName port;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = Rig.start(folder);
    rig.keys.addQuick("ada-quick", Rig.ADA, Rig.SECRET);
    rig.keys.addQuick("bo-quick", Rig.BO, Rig.SECRET);
    port = rig.port(1);
    var row = "{\"email\":\"ada@example.org\",\"text\":\"" + "x".repeat(150) + "\"}";
    for (int i = 0; i < 20; i++) {
      rig.write(port, IntStream.range(0, 500).mapToObj(j -> row).toArray(String[]::new));
    }
    gateway = open();
  }

  @AfterAll
  static void stop() {
    gateway.close();
    rig.close();
  }

  @Test
  void nobodyStarvesHoweverMuchTheMoreUrgentWant() throws Exception {
    rule(Rig.ADA, Priority.INTERACTIVE);
    rule(Rig.BO, Priority.BULK);
    try (var urgent = new Crowd("ada-quick", 30);
        var patient = new Crowd("bo-quick", 10)) {
      Rig.await(() -> patient.least() >= 3 && urgent.least() >= 3);

      assertThat(urgent.total() / 30).isGreaterThan(patient.total() / 10);
      assertThat(urgent.failures).isEmpty();
      assertThat(patient.failures).isEmpty();
    }
  }

  /** Clients that ask again as soon as they have got something. */
  private static final class Crowd implements AutoCloseable {
    private static final int THREADS = 4;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final List<AtomicInteger> answers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Crowd(String key, int clients) throws IOException {
      for (int thread = 0; thread < THREADS; thread++) {
        var own = new ArrayList<RawClient>();
        var counts = new ArrayList<AtomicInteger>();
        for (int i = thread; i < clients; i += THREADS) {
          own.add(new RawClient(gateway.address(), key, Rig.SECRET));
          counts.add(new AtomicInteger());
        }
        answers.addAll(counts);
        threads.add(new Thread(() -> read(own, counts)));
      }
      threads.forEach(Thread::start);
    }

    private void read(List<RawClient> own, List<AtomicInteger> counts) {
      try {
        for (var client : own) {
          client.begin(fetch(MIB));
        }
        while (!stop.get()) {
          for (int i = 0; i < own.size(); i++) {
            own.get(i).drop();
            counts.get(i).incrementAndGet();
            own.get(i).begin(fetch(MIB));
          }
        }
        for (var client : own) {
          client.close();
        }
      } catch (IOException e) {
        failures.add(e);
      }
    }

    int total() {
      return answers.stream().mapToInt(AtomicInteger::get).sum();
    }

    int least() {
      return answers.stream().mapToInt(AtomicInteger::get).min().orElseThrow();
    }

    @Override
    public void close() {
      stop.set(true);
      for (var thread : threads) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  private static FetchRequest fetch(int bytes) {
    var data =
        new FetchRequestData()
            .setMaxWaitMs(500)
            .setMinBytes(1)
            .setMaxBytes(bytes)
            .setTopics(
                List.of(
                    new FetchTopic()
                        .setTopic(port.topic())
                        .setTopicId(Uuid.ZERO_UUID)
                        .setPartitions(List.of(new FetchPartition().setPartitionMaxBytes(bytes)))));
    return new FetchRequest(data, (short) 12);
  }

  private static void rule(PrincipalId principal, Priority priority) {
    rig.rulings.rule(
        principal,
        new ReadView(
            port,
            true,
            "Granted.",
            Map.of("email", new FieldRule.Masked(new Stars(), "p-17", "pii.email")),
            FieldRule.SHOW,
            FieldRule.SHOW,
            Optional.empty(),
            Optional.empty(),
            List.of("grant-1"),
            new ReadTerms(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                priority,
                Undecodable.WITHHOLD,
                FilterOn.MASKED,
                "")));
  }

  /** One loop, and little memory. */
  private static Gateway open() {
    var standard = Limits.standard();
    var limits =
        new Limits(
            500,
            500,
            100,
            standard.acceptsPerSecond(),
            MIB,
            4 * MIB,
            16L * MIB,
            standard.fetchWait(),
            standard.idle(),
            standard.stalled());
    var loopback = GatewaySettings.loopback(0);
    return Gateway.start(
        new GatewaySettings(loopback.listening(), loopback.tls(), 1, limits, loopback.logins()),
        rig.kafka.access(),
        rig.rulings,
        rig.keys,
        rig.witness,
        rig.sightings,
        rig.schemas,
        new Promises(),
        Clock.systemUTC());
  }
}
