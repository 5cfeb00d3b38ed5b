package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.gateway.json.Stars;
import dev.weft.model.PortName;
import dev.weft.model.Priority;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadTerms;
import dev.weft.spi.ReadTerms.FilterOn;
import dev.weft.spi.ReadTerms.Undecodable;
import dev.weft.spi.ReadView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reader whose grant is about a stretch of time gets its records and no others. */
class ReplayWindowIT {
  /** Some hours ago: what is older than a week is removed by retention while the test runs. */
  private static Instant noon;

  private static final int ROUNDS = 10;

  /** Nobody writes any more, so there is nothing to wait for. */
  private static final Map<String, Object> PROMPT = Map.of("fetch.max.wait.ms", 20);

  private static Rig rig;

  /** What is in the log. */
  private record Written(long offset, long time, String value) {}

  @BeforeAll
  static void start(@TempDir Path folder) {
    noon = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));
    rig = Rig.start(folder);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "gzip"})
  @SuppressWarnings("FutureReturnValueIgnored") // close waits
  void whereverOneStartsOneGetsTheRecordsOfTheWindow(String compression) {
    var random = new Random(compression.hashCode());
    var port = rig.port(1);
    var log = new ArrayList<Written>();
    var properties = rig.kafka.access().clientProperties();
    properties.put("compression.type", compression);
    try (var direct =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < 400; i++) {
        // Mostly in the order of time, as writers are, but not always.
        var time = noon.plusSeconds(i * 10L + random.nextInt(600) - 300).toEpochMilli();
        var value = "{\"n\":" + i + ",\"mail\":\"x@y.org\"}";
        direct.send(new ProducerRecord<>(port.topic(), 0, time, "k", value));
        log.add(new Written(i, time, value));
        if (random.nextInt(10) == 0) {
          direct.flush();
        }
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      var from = maybe(random).map(any -> time(random));
      var to = maybe(random).map(any -> time(random));
      rig.rulings.rule(Rig.ADA, view(port, terms(from, to, Optional.empty()), round % 2 == 0));
      var allowed =
          log.stream()
              .filter(each -> from.isEmpty() || each.time >= from.get().toEpochMilli())
              .filter(each -> to.isEmpty() || each.time < to.get().toEpochMilli())
              .toList();
      var seek = random.nextInt(400);
      var since = time(random).toEpochMilli();
      try (var reader = rig.reader("ada-key", port, PROMPT)) {
        assertThat(offsets(reader, port))
            .as("from %s to %s", from, to)
            .isEqualTo(allowed.stream().map(Written::offset).toList());
        var partition = new TopicPartition(port.topic(), 0);
        reader.seek(partition, seek);
        assertThat(offsets(reader, port))
            .as("from %s to %s at %s", from, to, seek)
            .isEqualTo(allowed.stream().map(Written::offset).filter(each -> each >= seek).toList());
        var found = reader.offsetsForTimes(Map.of(partition, since)).get(partition);
        assertThat(allowed.stream().filter(each -> each.time >= since))
            .as("nothing that may be read is before the answer for its time")
            .allMatch(each -> found != null && each.offset >= found.offset());
        assertThat(reader.beginningOffsets(List.of(partition)).get(partition))
            .isLessThanOrEqualTo(allowed.isEmpty() ? 400 : allowed.get(0).offset);
      }
    }
  }

  @Test
  void nobodyWalksOverWhatIsTooOldForThem() {
    var port = rig.port(1);
    for (int i = 0; i < 20; i++) {
      var old = noon.toEpochMilli();
      rig.write(new ProducerRecord<>(port.topic(), 0, old, "k", "{\"old\":" + i + "}"));
    }
    rig.write(
        new ProducerRecord<>(port.topic(), 0, noon.plusSeconds(60).toEpochMilli(), "k", "{}"));
    var from = Optional.of(noon.plusSeconds(30));
    rig.rulings.rule(Rig.ADA, view(port, terms(from, Optional.empty(), Optional.empty()), false));
    var before = rig.gateway.snapshot().filtered();

    try (var reader = rig.reader("ada-key", port)) {
      var partition = new TopicPartition(port.topic(), 0);
      assertThat(reader.beginningOffsets(List.of(partition)).get(partition)).isEqualTo(20);
      reader.seek(partition, 0);
      assertThat(Rig.poll(reader, 1)).extracting(ConsumerRecord::offset).containsExactly(20L);
    }
    assertThat(rig.gateway.snapshot().filtered()).isEqualTo(before);
  }

  @Test
  void aWindowWithoutRecordsYetBeginsAtTheEnd() {
    var port = rig.port(1);
    rig.write(new ProducerRecord<>(port.topic(), 0, noon.toEpochMilli(), "k", "{\"old\":1}"));
    var from = Optional.of(noon.plusSeconds(30));
    rig.rulings.rule(Rig.ADA, view(port, terms(from, Optional.empty(), Optional.empty()), true));
    try (var reader = rig.reader("ada-key", port)) {
      assertThat(offsets(reader, port)).isEmpty();

      rig.write(
          new ProducerRecord<>(port.topic(), 0, noon.plusSeconds(60).toEpochMilli(), "k", "{}"));

      assertThat(Rig.poll(reader, 1)).extracting(ConsumerRecord::offset).containsExactly(1L);
    }
  }

  @Test
  void lookbackMovesWithTheClockOnOpenConnections() {
    var port = rig.port(1);
    var lookback = Optional.of(Duration.ofMinutes(30));
    rig.rulings.rule(
        Rig.ADA, view(port, terms(Optional.empty(), Optional.empty(), lookback), false));
    rig.write(port, "{\"n\":1}");
    var clock = new MovedClock();
    try (var gateway = rig.another(clock);
        var reader = rig.reader("ada-key", port, Rig.at(gateway))) {
      assertThat(Rig.poll(reader, 1)).hasSize(1);

      clock.move(Duration.ofMinutes(40));

      reader.seekToBeginning(List.of(new TopicPartition(port.topic(), 0)));
      assertThat(offsets(reader, port)).isEmpty();
      var later = clock.millis();
      rig.write(new ProducerRecord<>(port.topic(), 0, later, "k", "{\"n\":2}"));
      assertThat(Rig.poll(reader, 1)).extracting(ConsumerRecord::offset).containsExactly(1L);
    }
  }

  @Test
  void anEndInThePastEndsTheStream() {
    var port = rig.port(1);
    rig.rulings.rule(
        Rig.ADA, view(port, terms(Optional.empty(), Optional.of(noon), Optional.empty()), false));
    rig.rulings.grantAll(Rig.BO, port);
    rig.write(
        new ProducerRecord<>(port.topic(), 0, noon.minusSeconds(1).toEpochMilli(), "k", "{}"));
    try (var ada = rig.reader("ada-key", port);
        var bo = rig.reader("bo-key", port)) {
      assertThat(Rig.poll(ada, 1)).hasSize(1);
      rig.write(port, "{\"n\":2}", "{\"n\":3}");

      assertThat(Rig.poll(bo, 3)).hasSize(3);
      assertThat(offsets(ada, port)).isEmpty();
      var partition = new TopicPartition(port.topic(), 0);
      assertThat(ada.offsetsForTimes(Map.of(partition, noon.toEpochMilli())).get(partition))
          .isNull();
    }
  }

  @Test
  void theTimeOfArrivalCountsWhereTheTopicKeepsThat() throws Exception {
    var port = new PortName("shop", "arrivals");
    rig.admin()
        .createTopics(
            List.of(
                new NewTopic(port.topic(), 1, (short) 1)
                    .configs(Map.of("message.timestamp.type", "LogAppendTime"))))
        .all()
        .get();
    var from = Optional.of(Instant.now().minusSeconds(60));
    rig.rulings.rule(Rig.ADA, view(port, terms(from, Optional.empty(), Optional.empty()), false));
    rig.write(new ProducerRecord<>(port.topic(), 0, noon.toEpochMilli(), "k", "{\"forged\":1}"));

    try (var reader = rig.reader("ada-key", port)) {
      assertThat(Rig.poll(reader, 1)).hasSize(1);
    }
  }

  /** Reads up to where the log ends now. */
  private static List<Long> offsets(Consumer<String, String> reader, PortName port) {
    var partition = new TopicPartition(port.topic(), 0);
    var end = reader.endOffsets(List.of(partition)).get(partition);
    var seen = new ArrayList<Long>();
    Rig.await(
        () -> {
          reader.poll(Duration.ofMillis(50)).forEach(each -> seen.add(each.offset()));
          return reader.position(partition) >= end;
        });
    return seen;
  }

  private static Optional<Boolean> maybe(Random random) {
    return random.nextInt(4) > 0 ? Optional.of(true) : Optional.empty();
  }

  private static Instant time(Random random) {
    return noon.plusSeconds(random.nextInt(5_000) - 500);
  }

  private static ReadTerms terms(
      Optional<Instant> from, Optional<Instant> to, Optional<Duration> lookback) {
    return new ReadTerms(
        from,
        to,
        lookback,
        OptionalLong.empty(),
        OptionalLong.empty(),
        Priority.NORMAL,
        Undecodable.WITHHOLD,
        FilterOn.MASKED,
        "");
  }

  private static ReadView view(PortName port, ReadTerms terms, boolean masked) {
    return new ReadView(
        port,
        true,
        "Granted.",
        masked ? Map.of("mail", new FieldRule.Masked(new Stars(), "p-1", "pii.email")) : Map.of(),
        FieldRule.SHOW,
        FieldRule.SHOW,
        Optional.empty(),
        Optional.empty(),
        List.of("grant-1"),
        terms);
  }
}
