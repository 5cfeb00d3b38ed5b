package dev.weft.flow;

import dev.weft.model.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a partition from its beginning to an end that was taken <em>without</em> regard to open
 * transactions, and waits for those: what is committed behind one of another flow would otherwise
 * be overlooked. Keeps a few connections for the next who reads. Safe for any thread.
 */
final class StateReader implements AutoCloseable {
  /** So long nothing may come. Reading as such takes as long as the machine needs for it. */
  private static final Duration NOTHING_COMES = Duration.ofSeconds(5);

  private static final int KEPT_MAX = 4;

  private final KafkaAccess broker;
  private final BlockingQueue<KafkaConsumer<byte[], byte[]>> kept =
      new LinkedBlockingQueue<>(KEPT_MAX);

  StateReader(KafkaAccess broker) {
    this.broker = broker;
  }

  /**
   * Gives every committed record, with its key as text, in order.
   *
   * @throws UnitAborted when nothing comes for some seconds although there must be more
   */
  void read(
      TopicPartition partition, long end, BiConsumer<String, ConsumerRecord<byte[], byte[]>> each) {
    var consumer = kept.poll();
    var whole = false;
    if (consumer == null) {
      consumer = open();
    }
    try {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      read(consumer, partition, end, each);
      whole = true;
    } finally {
      if (!whole || !kept.offer(consumer)) {
        consumer.close();
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> open() {
    var properties = broker.clientProperties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static void read(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long end,
      BiConsumer<String, ConsumerRecord<byte[], byte[]>> each) {
    var deadline = System.nanoTime() + NOTHING_COMES.toNanos();
    for (var at = 0L; at < end; ) {
      if (System.nanoTime() > deadline) {
        throw new UnitAborted(
            "The flow's position cannot be read yet: Kafka is slow, or a"
                + " transaction of another flow is still open.",
            null);
      }
      for (var record : consumer.poll(Duration.ofMillis(200))) {
        each.accept(new String(record.key(), StandardCharsets.UTF_8), record);
      }
      if (consumer.position(partition) > at) {
        at = consumer.position(partition);
        deadline = System.nanoTime() + NOTHING_COMES.toNanos();
      }
    }
  }

  @Override
  public void close() {
    for (var consumer = kept.poll(); consumer != null; consumer = kept.poll()) {
      consumer.close();
    }
  }
}
