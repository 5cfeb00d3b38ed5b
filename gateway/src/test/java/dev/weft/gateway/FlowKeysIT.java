package dev.weft.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PortName;
import dev.weft.spi.FlowTopics;
import dev.weft.spi.HopCodec;
import dev.weft.spi.TraceLog.Hop;
import dev.weft.spi.TraceLog.Run;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a key may do with which a host outside the server runs a flow: that flow's part, no more.
 */
class FlowKeysIT {
  private static final String FLOW = "shop-fill";
  private static Rig rig;
  private static PortName port;

  @BeforeAll
  static void start(@TempDir Path folder) {
    rig = Rig.start(folder);
    rig.keys.addForFlow("flow-key", Rig.SHOP, Rig.SECRET, FLOW);
    List.of(FlowTopics.STATE, FlowTopics.QUEUE, FlowTopics.TRACE)
        .forEach(topic -> rig.create(topic, 1));
    port = rig.port(1);
    rig.create(port.quarantineTopic(), 1);
    rig.create("bank.accounts.quarantine", 1);
    rig.create("_weft.mesh", 1);
    rig.rulings.letWrite(Rig.SHOP, port);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void itWritesPortStateQueueTraceAndQuarantineInOneTransaction() throws Exception {
    try (var producer = producer("flow-key", Map.of("transactional.id", "weft-flow-" + FLOW))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record(port.topic(), "1", "{\"n\":1}")).get();
      producer.send(record(FlowTopics.STATE, FLOW, "{}")).get();
      producer.send(record(FlowTopics.STATE, FLOW + "/read", "{}")).get();
      producer.send(record(FlowTopics.STATE, FLOW + "#read#key", null)).get();
      producer.send(record(FlowTopics.QUEUE, FLOW + "\0a.success -> b\0001\0000", "x")).get();
      producer.send(hop(FLOW, port.topic())).get();
      producer.send(record(port.quarantineTopic(), "1", "broken")).get();
      producer.commitTransaction();
    }

    assertThat(count(port.topic())).isPositive();
    assertThat(count(FlowTopics.TRACE)).isPositive();
  }

  @Test
  void itWritesNothingOfAnotherFlow() {
    assertRefused(record(FlowTopics.STATE, "shop-other", "{}"));
    assertRefused(record(FlowTopics.STATE, FLOW + "-2/read", "{}"));
    assertRefused(record(FlowTopics.STATE, "", "{}"));
    assertRefused(record(FlowTopics.QUEUE, "shop-other\0a\0001\0000", null));
    assertRefused(record(FlowTopics.QUEUE, FLOW, "x"));
  }

  @Test
  void itTracesOnlyWhatItsProductHas() {
    assertRefused(hop("shop-other", port.topic()));
    assertRefused(hop(FLOW, "bank.accounts"));
    assertRefused(record(FlowTopics.TRACE, port.topic() + "/0", "no hop"));
  }

  @Test
  void otherTopicsAreClosedToIt() {
    assertClosed("flow-key", "_weft.mesh");
    assertClosed("flow-key", "_weft.audit");
    assertClosed("flow-key", "bank.accounts.quarantine");
  }

  @Test
  void itReadsNothingOfTheLog() {
    assertThat(readable("flow-key", FlowTopics.STATE)).isFalse();
    assertThat(readable("flow-key", port.quarantineTopic())).isFalse();
  }

  @Test
  void anOrdinaryKeyOfTheProductHasNoneOfThis() {
    assertClosed("shop-key", FlowTopics.STATE);
    assertClosed("shop-key", FlowTopics.TRACE);
    assertClosed("shop-key", port.quarantineTopic());
  }

  @Test
  void theLastToOpenTheFlowFencesTheOthersOutAlsoPastTheGateway() throws Exception {
    var id = Map.<String, Object>of("transactional.id", "weft-flow-" + FLOW);
    try (var paused = producer("flow-key", id)) {
      paused.initTransactions();
      paused.beginTransaction();
      paused.send(record(port.topic(), "1", "{\"n\":1}")).get();
      var server = rig.kafka.access().clientProperties();
      server.putAll(id);
      try (var next =
          new KafkaProducer<>(server, new ByteArraySerializer(), new ByteArraySerializer())) {
        next.initTransactions();
        assertThat(failure(paused::commitTransaction)).isInstanceOf(ProducerFencedException.class);
      }
    }
  }

  private static Throwable failure(Runnable call) {
    try {
      call.run();
      return null;
    } catch (KafkaException e) {
      return e instanceof ProducerFencedException ? e : e.getCause();
    }
  }

  private static void assertRefused(ProducerRecord<byte[], byte[]> record) {
    var before = count(record.topic());
    assertThat(failure("flow-key", record)).isInstanceOf(InvalidRecordException.class);
    assertThat(count(record.topic())).isEqualTo(before);
  }

  private static void assertClosed(String key, String topic) {
    assertThat(failure(key, record(topic, FLOW, "{}")))
        .isInstanceOf(TopicAuthorizationException.class);
  }

  private static Throwable failure(String key, ProducerRecord<byte[], byte[]> record) {
    try (var producer = producer(key, Map.of("max.block.ms", "3000"))) {
      producer.send(record).get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean readable(String key, String topic) {
    try (var consumer = rig.consumer(key, Map.of())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      consumer.poll(Duration.ofSeconds(5));
      return true;
    } catch (TopicAuthorizationException e) {
      return false;
    }
  }

  /** How many records are there; the marks of transactions come when they like and do not count. */
  private static int count(String topic) {
    var properties = rig.kafka.access().clientProperties();
    properties.put("isolation.level", "read_uncommitted");
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var end = consumer.endOffsets(List.of(partition)).get(partition);
      var count = 0;
      while (consumer.position(partition) < end) {
        count += consumer.poll(Duration.ofMillis(200)).count();
      }
      return count;
    }
  }

  private static Producer<byte[], byte[]> producer(String key, Map<String, Object> more) {
    var properties = rig.client(key);
    properties.putAll(more);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String key, String value) {
    return new ProducerRecord<>(topic, 0, bytes(key), value == null ? null : bytes(value));
  }

  private static ProducerRecord<byte[], byte[]> hop(String flow, String topic) {
    var runs = List.of(new Run(0, 1, "table", "n", 1, 0));
    var hop = new Hop(flow, List.of("publish"), topic, 0, runs, 1);
    return new ProducerRecord<>(FlowTopics.TRACE, 0, bytes(topic + "/0"), HopCodec.encode(hop));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
