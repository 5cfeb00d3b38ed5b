package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.weft.engines.EmbeddedKafka;
import dev.weft.flow.FlowStatus.State;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SourceProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flow's transactional id in other hands than its own, for a moment or left behind. */
class FencedIT {
  @TempDir static Path data;
  private static EmbeddedKafka kafka;

  private final Surroundings mesh = new Surroundings(kafka.access());

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(data);
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  /** A transaction that nobody will end must not keep the flow from ending it. */
  @Test
  void aFlowThatNobodyHasTakenGoesOnThoughATransactionOfItsIsOpen() throws Exception {
    var port = mesh.port("fenced.open");
    try (var runner = mesh.runner()) {
      runner.start(Surroundings.flow(counting("open", "fenced.open", 4_000)), Map.of());
      Surroundings.await("some are out", () -> out(runner) > 100);

      leaveOpen("open", statePlace("open"));

      Surroundings.await("all are out", () -> out(runner) == 4_000);
    }
    assertThat(mesh.read(port.topic())).hasSize(4_000);
  }

  /** That an earlier runner had the flow says nothing of who has it now. */
  @Test
  void aFlowThatIsFencedBeforeItHasSaidWhoItIsGoesOn() throws Exception {
    var port = mesh.port("fenced.early");
    try (var earlier = mesh.runner()) {
      earlier.start(Surroundings.flow(counting("early", "fenced.early", 100)), Map.of());
      Surroundings.await("the earlier is done", () -> out(earlier) == 100);
    }

    var held = new Held(200);
    try (var runner = mesh.runner(held)) {
      runner.start(
          Surroundings.flow(counting("early", "fenced.early", 200).replace("'Numbers'", "'Held'")),
          Map.of());
      Surroundings.await("the first batch is taken", () -> held.asked.size() == 1);
      fence("early");
      held.gate.countDown();

      Surroundings.await("the rest is out", () -> mesh.read(port.topic()).size() == 200);
      assertThat(held.asked).as("the fenced batch, done again").startsWith(100L, 100L);
      assertThat(runner.status().get(0).status()).isEqualTo(State.RUNNING);
    }
  }

  /** Killed between the order to stop and the stop, a process leaves a transaction behind. */
  @Test
  void whatIsLeftOpenOfAFlowThatShallNotRunIsEnded() throws Exception {
    var port = new TopicPartition(mesh.port("fenced.left").topic(), 0);
    leaveOpen("left", port);
    assertThat(committedEnd(port)).isZero();

    try (var runner = mesh.runner()) {
      runner.release("left");

      Surroundings.await("others can read on", () -> committedEnd(port) > 0);
    }
  }

  private static String counting(String name, String port, int count) {
    return """
        {'name': '%s', 'product': 'fenced', 'processors': [
          {'name': 'read', 'type': 'Numbers', 'settings': {'count': %d, 'batch': 20}},
          {'name': 'publish', 'type': 'PublishPort', 'settings': {'port': '%s'}}],
         'connections': ['read.success -> publish']}
        """
        .formatted(name, count, port);
  }

  /** Begins a transaction under the flow's id, writes, and is gone as if killed. */
  private void leaveOpen(String flow, TopicPartition place) throws Exception {
    try (var producer = producer(flow)) {
      producer.initTransactions();
      producer.beginTransaction();
      producer
          .send(
              new ProducerRecord<>(
                  place.topic(), place.partition(), new byte[] {1}, new byte[] {2}))
          .get();
      producer.close(Duration.ZERO);
    }
  }

  /** Takes the flow's id away, without a word to the log. */
  private void fence(String flow) {
    try (var producer = producer(flow)) {
      producer.initTransactions();
    }
  }

  private KafkaProducer<byte[], byte[]> producer(String flow) {
    var properties = mesh.kafka.clientProperties();
    properties.put("transactional.id", "weft-flow-" + flow);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private TopicPartition statePlace(String flow) {
    try (var log = new FlowLog(mesh.kafka)) {
      return new TopicPartition(SystemTopics.STATE, log.partition(flow));
    }
  }

  /** How far those can read who wait for open transactions. */
  private long committedEnd(TopicPartition partition) {
    try (var admin = Admin.create(mesh.kafka.clientProperties())) {
      return admin
          .listOffsets(
              Map.of(partition, OffsetSpec.latest()),
              new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
          .partitionResult(partition)
          .get()
          .offset();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static long out(FlowRunner runner) {
    return runner.status().stream()
        .map(FlowStatus::processors)
        .map(List::stream)
        .flatMap(each -> each)
        .filter(each -> each.name().equals("publish"))
        .mapToLong(FlowStatus.ProcessorStatus::out)
        .sum();
  }

  /** The numbers, of which the first batch is held back until the gate opens. */
  private static final class Held implements ProcessorType.OfSource<Numbers.Settings> {
    /** The positions from which batches were asked for, in order. */
    final List<Long> asked = new CopyOnWriteArrayList<>();

    final CountDownLatch gate = new CountDownLatch(1);
    private final long count;

    Held(long count) {
      this.count = count;
    }

    @Override
    public String name() {
      return "Held";
    }

    @Override
    public String summary() {
      return "Counts when it may.";
    }

    @Override
    public Class<Numbers.Settings> settings() {
      return Numbers.Settings.class;
    }

    @Override
    public SourceProcessor create(Numbers.Settings settings, ProcessorContext context) {
      return position -> batch(position.map(JsonNode::asLong).orElse(0L));
    }

    private SourceProcessor.Batch batch(long from) throws InterruptedException {
      if (from >= count) {
        return SourceProcessor.Batch.EMPTY;
      }
      asked.add(from);
      gate.await();
      var to = Math.min(count, from + 20);
      return new SourceProcessor.Batch(
          List.of(Numbers.file(from, to, 0)), Optional.of(LongNode.valueOf(to)), true);
    }
  }
}
