package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.gateway.json.Stars;
import dev.weft.model.PortName;
import dev.weft.model.Priority;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadTerms;
import dev.weft.spi.ReadView;
import dev.weft.spi.RowFilter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are masked, filtered and withheld on their way to Kafka's own consumer. */
class MaskingIT {
  private static final FieldRule MASK = new FieldRule.Masked(new Stars(), "p-17", "pii.email");
  private static Rig rig;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = Rig.start(folder);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void oneFieldIsMaskedWhateverTheCompression(String codec) {
    var port = rig.port(1);
    rule(port, Map.of("email", MASK), FieldRule.SHOW, FieldRule.SHOW, Optional.empty());
    produce(port, Map.of("compression.type", codec, "linger.ms", "50"), 1_000);

    List<ConsumerRecord<String, String>> records;
    try (var reader = rig.reader("ada-key", port)) {
      records = Rig.poll(reader, 1_000);
    }

    assertThat(records).hasSize(1_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(records.get(i).offset()).isEqualTo(i);
      assertThat(records.get(i).timestamp()).isEqualTo(1_700_000_000_000L + i);
      assertThat(records.get(i).value())
          .isEqualTo("{\"id\":" + i + ",\"email\":\"***\",\"country\":\"" + country(i) + "\"}");
      assertThat(records.get(i).key()).isEqualTo("key" + i);
    }
    Rig.await(
        () ->
            rig.witness.ranges.stream()
                .anyMatch(
                    range ->
                        range.port().equals(port)
                            && range.maskedFields().equals(Map.of("email", "p-17"))
                            && range.policies().equals(List.of("p-17"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4"})
  void rowsOfOthersAreLeftOutAndTheReaderGetsToTheEnd(String codec) {
    var port = rig.port(1);
    var canada = filter(Set.of("country"), values -> "Canada".equals(values.get("country")));
    rule(port, Map.of("email", MASK), FieldRule.SHOW, FieldRule.SHOW, Optional.of(canada));
    produce(port, Map.of("compression.type", codec, "linger.ms", "50"), 1_000);

    List<ConsumerRecord<String, String>> records;
    try (var reader = rig.reader("ada-key", port)) {
      records = Rig.poll(reader, 200);
      Rig.await(
          () -> {
            reader.poll(java.time.Duration.ofMillis(100)).forEach(records::add);
            return reader.position(reader.assignment().iterator().next()) == 1_000;
          });
    }

    assertThat(records).hasSize(200).allMatch(each -> each.value().contains("Canada"));
    assertThat(records.get(1).offset()).isEqualTo(5);
    Rig.await(() -> sum(port, range -> range.filtered()) >= 800);
  }

  @Test
  void allRowsFilteredStillLeadsToTheEnd() {
    var port = rig.port(1);
    rule(
        port,
        Map.of(),
        FieldRule.SHOW,
        FieldRule.SHOW,
        Optional.of(filter(Set.of("id"), values -> false)));
    produce(port, Map.of(), 500);

    for (var isolation : List.of("read_uncommitted", "read_committed")) {
      try (var reader = rig.reader("ada-key", port, Map.of("isolation.level", isolation))) {
        Rig.await(
            () -> {
              assertThat(reader.poll(java.time.Duration.ofMillis(100))).isEmpty();
              return reader.position(reader.assignment().iterator().next()) == 500;
            });
      }
    }
  }

  @Test
  void keysTombstonesAndHeadersFollowTheView() {
    var port = rig.port(1);
    rule(port, Map.of("email", MASK), FieldRule.SHOW, MASK, Optional.empty());
    var entry = new ProducerRecord<>(port.topic(), 0, "ada", "{\"id\":1}");
    entry
        .headers()
        .add(new RecordHeader("from", "ada@example.org".getBytes(StandardCharsets.UTF_8)));
    rig.write(entry);
    rig.write(new ProducerRecord<>(port.topic(), 0, "ada", null));
    rig.write(new ProducerRecord<>(port.topic(), 0, null, "{\"id\":2}"));

    List<ConsumerRecord<String, String>> records;
    try (var reader = rig.reader("ada-key", port)) {
      records = Rig.poll(reader, 3);
    }

    var token =
        new String(
            new Stars().token("ada".getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    assertThat(records.get(0).key()).isEqualTo(token);
    assertThat(records.get(0).headers()).isEmpty();
    assertThat(records.get(1).key()).isEqualTo(token);
    assertThat(records.get(1).value()).isNull();
    assertThat(records.get(2).key()).isNull();
  }

  @Test
  void undecodableRecordsAreWithheldAndTheOthersArrive() {
    var port = rig.port(1);
    rule(port, Map.of("email", MASK), FieldRule.SHOW, FieldRule.SHOW, Optional.empty());
    rig.write(
        port,
        "{\"email\":\"a\"}",
        "no json: secret@example.org",
        "{\"email\":\"a\"} {\"email\":\"secret@example.org\"}",
        "{\"email\":\"a\",\"email\":\"secret@example.org\"}",
        "{\"em\\u0061il\":\"secret@example.org\"}",
        "");

    List<ConsumerRecord<String, String>> records;
    try (var reader = rig.reader("ada-key", port)) {
      records = Rig.poll(reader, 3);
    }

    assertThat(records).extracting(ConsumerRecord::offset).containsExactly(0L, 3L, 4L);
    assertThat(records).noneMatch(each -> each.value().contains("secret"));
    Rig.await(() -> sum(port, range -> range.withheld()) == 3);
  }

  @Test
  void undecodableRecordReachesTheApplicationAsAnErrorWhereThePolicyWantsThat() {
    var port = rig.port(1);
    var terms =
        new ReadTerms(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Priority.NORMAL,
            ReadTerms.Undecodable.FAIL,
            ReadTerms.FilterOn.MASKED,
            "");
    rig.rulings.rule(
        Rig.ADA,
        new ReadView(
            port,
            true,
            "Granted.",
            Map.of("email", MASK),
            FieldRule.SHOW,
            FieldRule.SHOW,
            Optional.empty(),
            Optional.empty(),
            List.of("p-17"),
            terms));
    rig.write(port, "{\"id\":1}");
    rig.write(port, "no JSON, but secret");

    try (var reader = rig.reader("ada-key", port)) {
      assertThat(Rig.poll(reader, 1).get(0).value()).isEqualTo("{\"id\":1}");
      assertThatThrownBy(() -> Rig.poll(reader, 1))
          .isInstanceOf(KafkaException.class)
          .hasMessageContaining("corrupt");
    }
    Rig.await(
        () -> rig.witness.refusals.stream().anyMatch(each -> each.reason().contains("decoded")));
  }

  @Test
  void fieldNobodyHasLookedAtIsReportedAndStaysAway() {
    var port = rig.port(1);
    rig.sightings.known.addAll(Set.of("id", "email", "country"));
    rule(
        port,
        Map.of("id", FieldRule.SHOW, "email", MASK, "country", FieldRule.SHOW),
        FieldRule.WITHHOLD,
        FieldRule.SHOW,
        Optional.empty());
    rig.write(port, "{\"id\":1,\"mobile\":\"+41 79 000 00 00\"}");

    try (var reader = rig.reader("ada-key", port)) {
      assertThat(Rig.poll(reader, 1).get(0).value()).isEqualTo("{\"id\":1}");
    }
    assertThat(rig.sightings.seen)
        .anyMatch(
            seen ->
                seen.containsKey("mobile")
                    && seen.get("mobile").values().equals(List.of("+41 79 000 00 00")));
  }

  private static void rule(
      PortName port,
      Map<String, FieldRule> fields,
      FieldRule others,
      FieldRule key,
      Optional<RowFilter> filter) {
    rig.rulings.rule(
        Rig.ADA,
        new ReadView(
            port,
            true,
            "Granted.",
            fields,
            others,
            key,
            filter,
            Optional.empty(),
            List.of("p-17")));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // flush waits
  private static void produce(PortName port, Map<String, Object> settings, int count) {
    var properties = new HashMap<String, Object>();
    rig.kafka.access().clientProperties().forEach((k, v) -> properties.put((String) k, v));
    properties.putAll(settings);
    try (var producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < count; i++) {
        var value =
            "{\"id\":"
                + i
                + ",\"email\":\""
                + i
                + "@example.org\",\"country\":\""
                + country(i)
                + "\"}";
        producer.send(
            new ProducerRecord<>(port.topic(), 0, 1_700_000_000_000L + i, "key" + i, value));
      }
    }
  }

  private static String country(int i) {
    return i % 5 == 0 ? "Canada" : "Brazil";
  }

  private static long sum(
      PortName port, java.util.function.ToLongFunction<dev.weft.spi.AccessObserver.ReadRange> of) {
    return new ArrayList<>(rig.witness.ranges)
        .stream().filter(range -> range.port().equals(port)).mapToLong(of).sum();
  }

  private static RowFilter filter(Set<String> paths, Predicate<RowFilter.Values> passes) {
    return new RowFilter() {
      @Override
      public Set<String> fields() {
        return paths;
      }

      @Override
      public boolean passes(Values values) {
        return passes.test(values);
      }

      @Override
      public String text() {
        return "a test";
      }
    };
  }
}
