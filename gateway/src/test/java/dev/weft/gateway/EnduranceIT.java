package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.engines.EmbeddedKafka;
import dev.weft.gateway.json.Stars;
import dev.weft.model.PortName;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many readers at once, rights that come and go, and a broker that does. */
class EnduranceIT {
  private static final int RECORDS = 20_000;
  private static Rig rig;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = Rig.start(folder.resolve("shared"));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void readersGetToTheEndWhileRightsComeAndGo() throws Exception {
    var port = rig.port(1);
    var values = new String[RECORDS];
    for (int i = 0; i < RECORDS; i++) {
      values[i] = "{\"id\":" + i + ",\"email\":\"" + i + "@example.org\"}";
    }
    rig.write(port, values);
    rig.rulings.rule(Rig.ADA, masked(port));
    var threads = Executors.newFixedThreadPool(6);
    try {
      var readers = new ArrayList<Future<Long>>();
      for (int i = 0; i < 6; i++) {
        readers.add(threads.submit(reading(port)));
      }
      var random = new Random(5);
      var until = Instant.now().plusSeconds(5);
      while (Instant.now().isBefore(until)) {
        if (random.nextBoolean()) {
          rig.rulings.revoke(Rig.ADA, port);
        } else {
          rig.rulings.rule(Rig.ADA, masked(port));
        }
        java.util.concurrent.locks.LockSupport.parkNanos(random.nextInt(40_000_000));
      }
      rig.rulings.rule(Rig.ADA, masked(port));

      for (var reader : readers) {
        assertThat(reader.get()).isEqualTo(RECORDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void readersGoOnWhenTheBrokerComesBack(@TempDir Path folder) {
    var port = new PortName("shop", "restarted");
    rig.rulings.grantAll(Rig.ADA, port);
    var kafka = EmbeddedKafka.start(folder);
    try (var gateway =
            Gateway.start(
                GatewaySettings.loopback(0),
                kafka.access(),
                rig.rulings,
                rig.keys,
                rig.witness,
                rig.sightings,
                rig.schemas,
                new Promises(),
                Clock.systemUTC());
        var reader =
            rig.reader(
                "ada-key",
                port,
                Map.of(
                    "bootstrap.servers",
                    "127.0.0.1:" + gateway.address().getPort(),
                    "reconnect.backoff.ms",
                    "100"))) {
      try (var writer = Direct.to(kafka, port)) {
        writer.write("before");
      }
      assertThat(Rig.poll(reader, 1)).hasSize(1);

      kafka.close();
      reader.poll(Duration.ofMillis(300));
      kafka = EmbeddedKafka.start(folder);

      try (var writer = Direct.to(kafka, port)) {
        writer.write("after");
      }
      assertThat(Rig.poll(reader, 1).get(0).value()).isEqualTo("after");
    } finally {
      kafka.close();
    }
  }

  /** Reads all records; a refusal is waited out. Nothing may come unmasked. */
  private static Callable<Long> reading(PortName port) {
    return () -> {
      var deadline = Instant.now().plusSeconds(60);
      var partition = new TopicPartition(port.topic(), 0);
      var seen = 0L;
      try (var reader = rig.reader("ada-key", port, Map.of("max.partition.fetch.bytes", "20000"))) {
        while (seen < RECORDS && Instant.now().isBefore(deadline)) {
          try {
            for (var each : reader.poll(Duration.ofMillis(200))) {
              assertThat(each.value()).endsWith("\"email\":\"***\"}");
              assertThat(each.offset()).isEqualTo(seen);
              seen++;
            }
          } catch (TopicAuthorizationException refused) {
            // Position and subscription stay; the next poll tries again.
          }
        }
        assertThat(seen < RECORDS || reader.position(partition) == RECORDS).isTrue();
      }
      return seen;
    };
  }

  private static ReadView masked(PortName port) {
    return new ReadView(
        port,
        true,
        "Granted.",
        Map.of("email", new FieldRule.Masked(new Stars(), "p", "pii.email")),
        FieldRule.SHOW,
        FieldRule.SHOW,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }
}
