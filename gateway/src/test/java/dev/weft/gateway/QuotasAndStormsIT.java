package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.gateway.GatewaySettings.Limits;
import dev.weft.gateway.GatewaySettings.Logins;
import dev.weft.model.PortName;
import dev.weft.model.Priority;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadTerms;
import dev.weft.spi.ReadTerms.FilterOn;
import dev.weft.spi.ReadTerms.Undecodable;
import dev.weft.spi.ReadView;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.RequestHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that are held to a rate, and many that want more than there is. */
class QuotasAndStormsIT {
  private static final int MIB = 1024 * 1024;
  private static Rig rig;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = Rig.start(folder);
    rig.keys.addQuick("ada-many", Rig.ADA, Rig.SECRET);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void aRateOfBytesHoldsOverAllConnectionsAndLosesNothing() {
    var port = big(60, 10_000); // 0.6 MB
    grant(port, OptionalLong.of(200_000), OptionalLong.empty());
    var begin = Instant.now();

    try (var one = rig.reader("ada-key", port);
        var other = rig.reader("ada-key", port)) {
      var first = 0;
      var second = 0;
      while (first < 60 || second < 60) {
        first += one.poll(Duration.ofMillis(50)).count();
        second += other.poll(Duration.ofMillis(50)).count();
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(60));
      }

      // 1.2 MB at 0.2 MB a second, of which the first second is free and batches may be owed.
      assertThat(Duration.between(begin, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void aRateOfRequestsHoldsAndOthersAreNotSlowed() {
    var slow = big(3, 100);
    var fast = big(3, 100);
    grant(slow, OptionalLong.empty(), OptionalLong.of(1));
    rig.rulings.grantAll(Rig.ADA, fast);
    var partitions =
        List.of(new TopicPartition(slow.topic(), 0), new TopicPartition(fast.topic(), 0));

    try (var reader = rig.consumer("ada-key", Map.of())) {
      reader.assign(partitions);
      reader.seekToBeginning(partitions);
      assertThat(Rig.poll(reader, 6)).hasSize(6);

      var begin = Instant.now();
      for (int i = 0; i < 10; i++) {
        rig.write(fast, "{}");
        assertThat(Rig.poll(reader, 1)).hasSize(1);
      }
      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(9));
      rig.write(slow, "{}");
      assertThat(Rig.poll(reader, 1)).hasSize(1);
    }
  }

  @Test
  void aStormOfConnectionsKeepsNobodyOutForLong() throws Exception {
    var port = big(1, 100);
    rig.rulings.grantAll(Rig.ADA, port);
    var limits = limits(2_000, 200, Duration.ofSeconds(60));
    var settings =
        GatewaySettings.loopback(0)
            .with(limits)
            .with(new Logins(Duration.ofSeconds(30), Duration.ZERO, Duration.ZERO));
    var before = usedBytes();
    try (var gateway = open(settings)) {
      var storm = new ArrayList<Socket>();
      try {
        for (int i = 0; i < 500; i++) {
          storm.add(new Socket(InetAddress.getLoopbackAddress(), gateway.address().getPort()));
        }
        try (var reader = reader(gateway, port)) {
          assertThat(Rig.poll(reader, 1)).hasSize(1);
        }
        assertThat(usedBytes() - before).isLessThan(64L * MIB);
      } finally {
        for (var socket : storm) {
          socket.close();
        }
      }
    }
  }

  @Test
  void readersThatDoNotTakeTheirAnswersAreBoundedAndOthersAreServed() throws Exception {
    var port = big(1_000, 20_000); // 20 MB
    rig.rulings.grantAll(Rig.ADA, port);
    var limits = limits(1_000, 500, Duration.ofSeconds(4));
    var before = usedBytes();
    try (var gateway = open(GatewaySettings.loopback(0).with(limits))) {
      var slow = new ArrayList<RawClient>();
      try {
        for (int i = 0; i < 100; i++) {
          var client = new RawClient(gateway.address(), "ada-many", Rig.SECRET);
          client.send(fetchAll(port));
          slow.add(client);
        }

        try (var reader = reader(gateway, port)) {
          assertThat(Rig.poll(reader, 1_000)).hasSize(1_000);
        }
        assertThat(usedBytes() - before).isLessThan(3L * limits.bufferBytes());
      } finally {
        for (var client : slow) {
          client.close();
        }
      }
    }
  }

  @Test
  void announcingMuchAndSendingNothingTakesNoMemoryFromOthers() throws Exception {
    var port = big(1, 100);
    rig.rulings.grantAll(Rig.ADA, port);
    var limits = limits(1_000, 500, Duration.ofSeconds(4));
    var before = usedBytes();
    try (var gateway = open(GatewaySettings.loopback(0).with(limits))) {
      var liars = new ArrayList<RawClient>();
      try {
        for (int i = 0; i < 100; i++) {
          var client = new RawClient(gateway.address(), "ada-many", Rig.SECRET);
          client.sendLength(limits.requestBytes() - 1);
          liars.add(client);
        }
        try (var reader = reader(gateway, port)) {
          assertThat(Rig.poll(reader, 1)).hasSize(1);
        }
        assertThat(usedBytes() - before).isLessThan(2L * limits.bufferBytes());
        Rig.await(() -> gateway.snapshot().connections() < 10);
      } finally {
        for (var client : liars) {
          client.close();
        }
      }
    }
  }

  private static Limits limits(int connections, int unauthenticated, Duration stalled) {
    var standard = Limits.standard();
    return new Limits(
        connections,
        connections,
        unauthenticated,
        standard.acceptsPerSecond(),
        8 * MIB,
        4 * MIB,
        48L * MIB,
        standard.fetchWait(),
        standard.idle(),
        stalled);
  }

  /** What is in use after a collection; a peak shows, since the memory of answers is held. */
  private static long usedBytes() {
    System.gc();
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static byte[] fetchAll(PortName port) {
    var data =
        new FetchRequestData()
            .setMaxWaitMs(0)
            .setMaxBytes(64 * MIB)
            .setTopics(
                List.of(
                    new FetchTopic()
                        .setTopic(port.topic())
                        .setTopicId(Uuid.ZERO_UUID)
                        .setPartitions(
                            List.of(new FetchPartition().setPartitionMaxBytes(64 * MIB)))));
    var request = new FetchRequest(data, (short) 12);
    var frame =
        request.serializeWithHeader(
            new RequestHeader(request.apiKey(), request.version(), "slow", 7));
    var bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  private static PortName big(int records, int bytes) {
    var port = rig.port(1);
    var value = "{\"text\":\"" + "x".repeat(bytes - 12) + "\"}";
    IntStream.range(0, records / 50 + 1)
        .forEach(
            i ->
                rig.write(
                    port,
                    IntStream.range(0, Math.min(50, records - i * 50))
                        .mapToObj(j -> value)
                        .toArray(String[]::new)));
    return port;
  }

  private static void grant(PortName port, OptionalLong bytes, OptionalLong requests) {
    rig.rulings.rule(
        Rig.ADA,
        new ReadView(
            port,
            true,
            "Granted.",
            Map.of(),
            FieldRule.SHOW,
            FieldRule.SHOW,
            Optional.empty(),
            Optional.empty(),
            List.of("grant-1"),
            new ReadTerms(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                bytes,
                requests,
                Priority.NORMAL,
                Undecodable.WITHHOLD,
                FilterOn.MASKED,
                "")));
  }

  private static Consumer<String, String> reader(Gateway gateway, PortName port) {
    return rig.reader(
        "ada-key", port, Map.of("bootstrap.servers", "127.0.0.1:" + gateway.address().getPort()));
  }

  private static Gateway open(GatewaySettings settings) {
    return Gateway.start(
        settings,
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
