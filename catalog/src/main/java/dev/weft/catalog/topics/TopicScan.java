package dev.weft.catalog.topics;

import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads all committed records that a topic's one partition has now, in order, on this thread. */
public final class TopicScan {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration STANDSTILL_MAX = Duration.ofSeconds(20);

  private TopicScan() {}

  /** Throws a ProblemException of kind ENVIRONMENT when Kafka gives nothing for too long. */
  public static void readAll(
      KafkaAccess access, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var partition = new TopicPartition(topic, 0);
    var all = List.of(partition);
    try (var consumer = TopicTail.consumer(access)) {
      consumer.assign(all);
      consumer.seekToBeginning(all);
      var end = consumer.endOffsets(all).get(partition);
      var moved = System.nanoTime();
      for (var at = consumer.position(partition); at < end; ) {
        consumer.poll(POLL).forEach(each);
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
}
