package dev.weft.catalog.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.catalog.topics.MeshTopics;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.spi.HopCodec;
import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.TraceLog.Run;
import dev.weft.spi.flow.Content;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTraceLogIT {
  private static final String PORT = "customers.customers";
  private static final String DERIVED = "spending.by_customer";

  @TempDir static Path data;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startKafka() {
    kafka = EmbeddedKafka.start(data);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void walksFromARecordToItsSourceAndBack() {
    var topics = topics();
    var ingest = hop("ingest", PORT, 0, new Run(0, 59, "customer", "customer_id", 1, 1));
    var join =
        hop("join", DERIVED, 1, new Run(7, 2, PORT + "/0", "offset", 40, 0), runOfOne(9, 42));
    write(topics, List.of(ingest, join));

    try (var trace = trace(topics)) {
      assertThat(trace.origins(PORT, 0, 40))
          .singleElement()
          .satisfies(it -> assertThat(it.position()).isEqualTo(41))
          .satisfies(it -> assertThat(it.source()).isEqualTo("customer"))
          .satisfies(it -> assertThat(it.hop()).isEqualTo(ingest));
      assertThat(trace.origins(PORT, 0, 59)).isEmpty();
      assertThat(trace.origins(PORT, 1, 40)).isEmpty();
      assertThat(trace.destinations("customer", 41))
          .singleElement()
          .satisfies(it -> assertThat(it.offset()).isEqualTo(40));
      assertThat(trace.destinations(PORT + "/0", 40))
          .extracting(it -> it.topic() + "/" + it.partition() + "/" + it.offset())
          .containsExactly(DERIVED + "/1/7", DERIVED + "/1/8");
      assertThat(trace.destinations(PORT + "/0", 41)).isEmpty();
    }
  }

  @Test
  void whatWasMadeOfSeveralIsWalkedThroughToAllOfThem() {
    var topics = topics();
    var whole = 3 * Content.Origin.PLACES;
    write(
        topics,
        List.of(
            // Records of a table and of a file that was merged from two are counted.
            gathered("merge#merge", new Run(whole, 1, "/in/a", "file", 5, 0)),
            gathered("merge#merge", new Run(whole, 1, "/in/b", "file", 6, 0)),
            hop("merge", PORT, 0, new Run(0, 3, "merge#merge", "within", whole + 1, 1)),
            gathered(
                "count#sum",
                new Run(77, 2, PORT + "/0", "offset", 0, 2),
                new Run(78, 1, PORT + "/0", "offset", 1, 0)),
            gathered("count#sum", new Run(77, 100, "customer", "customer_id", 500, 10)),
            hop("count", DERIVED, 1, new Run(40, 2, "count#sum", "gathered", 77, 1))));

    try (var trace = trace(topics)) {
      assertThat(trace.origins(DERIVED, 1, 40))
          .extracting(it -> it.source() + " " + it.position() + " " + it.count())
          .containsExactlyInAnyOrder(PORT + "/0 0 2", "customer 500 100");
      assertThat(trace.origins(DERIVED, 1, 40).get(0).hop().flow()).isEqualTo("count");
      assertThat(trace.origins(DERIVED, 1, 41))
          .extracting(it -> it.source() + " " + it.position())
          .containsExactly(PORT + "/0 1");
      assertThat(trace.origins(PORT, 0, 2))
          .extracting(it -> it.source() + " " + it.position())
          .containsExactlyInAnyOrder("/in/a 5", "/in/b 6");
      assertThat(places(trace, "customer", 510)).containsExactly(DERIVED + "/1/40");
      assertThat(places(trace, "customer", 511)).isEmpty();
      assertThat(places(trace, PORT + "/0", 1)).containsExactly(DERIVED + "/1/41");
      assertThat(places(trace, "/in/b", 6))
          .containsExactly(PORT + "/0/0", PORT + "/0/1", PORT + "/0/2");
    }
  }

  private static List<String> places(KafkaTraceLog trace, String source, long position) {
    return trace.destinations(source, position).stream()
        .map(it -> it.topic() + "/" + it.partition() + "/" + it.offset())
        .toList();
  }

  private static Hop gathered(String name, Run... runs) {
    var parts = name.split("#");
    return new Hop(parts[0], List.of(parts[1]), name, 0, List.of(runs), 1000);
  }

  /** Two flows write to one partition, interleaved, and there are more hops than index places. */
  @Test
  void staysExactWhenTheIndexIsCoarse() {
    var topics = topics();
    var random = new Random(11);
    var hops = new ArrayList<Hop>();
    var offset = 0L;
    for (var i = 0; i < 40_000; i++) {
      var a = new Run(offset, 1, "table-a", "id", random.nextInt(1_000_000), 0);
      var b = new Run(offset + 1, 1, "table-b", "id", i * 3L, 0);
      hops.add(hop("b", PORT, 0, b));
      hops.add(hop("a", PORT, 0, a));
      offset += 3;
    }
    write(topics, hops);

    try (var trace = trace(topics)) {
      for (var i = 0; i < 200; i++) {
        var hop = hops.get(random.nextInt(hops.size()));
        var run = hop.runs().get(0);
        assertThat(trace.origins(PORT, 0, run.offset()))
            .singleElement()
            .satisfies(it -> assertThat(it.hop()).isEqualTo(hop));
      }
      for (var i = 0; i < 50; i++) {
        var number = random.nextInt(40_000);
        assertThat(trace.destinations("table-b", number * 3L))
            .singleElement()
            .satisfies(it -> assertThat(it.offset()).isEqualTo(number * 3L + 1));
        assertThat(trace.destinations("table-b", number * 3L + 1)).isEmpty();
      }
    }
  }

  private static MeshTopics topics() {
    var topics = new MeshTopics("_" + UUID.randomUUID());
    topics.create(kafka.access());
    return topics;
  }

  private static KafkaTraceLog trace(MeshTopics topics) {
    var trace = new KafkaTraceLog(kafka.access(), topics, broken -> {});
    trace.start();
    return trace;
  }

  private static Hop hop(String flow, String topic, int partition, Run... runs) {
    return new Hop(flow, List.of("read", "publish"), topic, partition, List.of(runs), 1000);
  }

  private static Run runOfOne(long offset, long position) {
    return new Run(offset, 1, PORT + "/0", "offset", position, 0);
  }

  private static void write(MeshTopics topics, List<Hop> hops) {
    var bytes = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(kafka.access().clientProperties(), bytes, bytes)) {
      for (var hop : hops) {
        var key = (hop.topic() + "/" + hop.partition()).getBytes(StandardCharsets.UTF_8);
        var unused = producer.send(new ProducerRecord<>(topics.trace(), key, HopCodec.encode(hop)));
      }
    }
  }
}
