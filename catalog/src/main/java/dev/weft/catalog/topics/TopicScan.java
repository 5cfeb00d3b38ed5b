package dev.weft.catalog.topics;

import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads all committed records that a topic's one partition has now, in order, on this thread. */
public final class TopicScan {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration STANDSTILL_MAX = Duration.ofSeconds(20);

  private TopicScan() {}

  /** Throws a ProblemException of kind ENVIRONMENT when Kafka gives nothing for too long. */
  public static void readAll(
      KafkaAccess access, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    read(access, topic, Optional.empty(), Optional.empty(), each);
  }

  /**
   * The same for the records that were stored at this time or later, and before this offset.
   *
   * @param from empty: from the beginning
   * @param before empty: up to what is the end now
   */
  public static void read(
      KafkaAccess access,
      String topic,
      Optional<Instant> from,
      Optional<Long> before,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var partition = new TopicPartition(topic, 0);
    var all = List.of(partition);
    try (var consumer = TopicTail.consumer(access)) {
      consumer.assign(all);
      long last = consumer.endOffsets(all).get(partition);
      var end = before.map(offset -> Math.min(offset, last)).orElse(last);
      seek(consumer, partition, from, end);
      var moved = System.nanoTime();
      for (var at = consumer.position(partition); at < end; ) {
        for (var record : consumer.poll(POLL)) {
          if (record.offset() < end) {
            each.accept(record);
          }
        }
        var now = consumer.position(partition);
        moved = now > at ? System.nanoTime() : moved;
        at = now;
        if (System.nanoTime() - moved > STANDSTILL_MAX.toNanos()) {
          throw Problem.environment(
                  "kafka-unreachable", topic + " could not be read.", "Check that Kafka runs.")
              .asException();
        }
      }
    }
  }

  private static void seek(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      Optional<Instant> from,
      long end) {
    if (from.isEmpty()) {
      consumer.seekToBeginning(List.of(partition));
      return;
    }
    var found =
        consumer.offsetsForTimes(Map.of(partition, from.get().toEpochMilli())).get(partition);
    consumer.seek(partition, found == null ? end : found.offset());
  }
}
