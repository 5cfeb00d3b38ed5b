package dev.weft.flow;

import dev.weft.model.KafkaAccess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a partition from its beginning to an end that was taken <em>without</em> regard to open
 * transactions, and waits for those: what is committed behind one of another flow would otherwise
 * be overlooked.
 */
final class StateReader {
  /** So long nothing may come. Reading as such takes as long as the machine needs for it. */
  private static final Duration NOTHING_COMES = Duration.ofSeconds(5);

  private StateReader() {}

  /**
   * Gives every committed record, with its key as text, in order.
   *
   * @throws UnitAborted when nothing comes for some seconds although there must be more
   */
  static void read(
      KafkaAccess broker,
      TopicPartition partition,
      long end,
      BiConsumer<String, ConsumerRecord<byte[], byte[]>> each) {
    var properties = broker.clientProperties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    try (var consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      read(consumer, partition, end, each);
    }
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
}
