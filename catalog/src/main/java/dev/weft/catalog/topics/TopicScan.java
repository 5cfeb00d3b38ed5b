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

  /**
   * Which records.
   *
   * @param from stored at this time or later; empty: from the beginning
   * @param before with a lower offset than this; empty: up to what is the end now
   * @param max of these only so many of the last, by offsets
   */
  public record Stretch(Optional<Instant> from, Optional<Long> before, long max) {
    static final Stretch ALL = new Stretch(Optional.empty(), Optional.empty(), Long.MAX_VALUE);
  }

  /** How far it is, by offsets; told after each stride. */
  @FunctionalInterface
  public interface Watch {
    void passed(long offsets, long of);
  }

  /**
   * What was read.
   *
   * @param since the time of the first record, when older ones were left out; else empty
   */
  public record Read(long records, Optional<Instant> since) {}

  /** Throws a ProblemException of kind ENVIRONMENT when Kafka gives nothing for too long. */
  public static void readAll(
      KafkaAccess access, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    var unused = read(access, topic, Stretch.ALL, each, (offsets, of) -> {});
  }

  /** The same for some of the records. */
  public static Read read(
      KafkaAccess access,
      String topic,
      Stretch stretch,
      Consumer<ConsumerRecord<byte[], byte[]>> each,
      Watch watch) {
    var partition = new TopicPartition(topic, 0);
    var all = List.of(partition);
    try (var consumer = TopicTail.consumer(access)) {
      consumer.assign(all);
      long last = consumer.endOffsets(all).get(partition);
      var end = stretch.before().map(offset -> Math.min(offset, last)).orElse(last);
      seek(consumer, partition, stretch.from(), end);
      var cut = end - consumer.position(partition) > stretch.max();
      if (cut) {
        consumer.seek(partition, end - stretch.max());
      }
      var pass = new Pass(each);
      pass.run(consumer, partition, end, watch);
      return new Read(pass.records, cut ? pass.first : Optional.empty());
    }
  }

  /** One pass over the records up to an end. */
  private static final class Pass {
    private static final long STRIDE = 50_000;

    private final Consumer<ConsumerRecord<byte[], byte[]>> each;
    private long records;
    private Optional<Instant> first = Optional.empty();

    Pass(Consumer<ConsumerRecord<byte[], byte[]>> each) {
      this.each = each;
    }

    void run(
        KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long end, Watch watch) {
      var begin = consumer.position(partition);
      var told = begin;
      var moved = System.nanoTime();
      for (var at = begin; at < end; ) {
        for (var record : consumer.poll(POLL)) {
          see(record, end);
        }
        var now = consumer.position(partition);
        moved = now > at ? System.nanoTime() : moved;
        at = now;
        if (at - told >= STRIDE) {
          told = at;
          watch.passed(Math.min(at, end) - begin, end - begin);
        }
        if (System.nanoTime() - moved > STANDSTILL_MAX.toNanos()) {
          throw Problem.environment(
                  "kafka-unreachable",
                  partition.topic() + " could not be read.",
                  "Check that Kafka runs.")
              .asException();
        }
      }
    }

    private void see(ConsumerRecord<byte[], byte[]> record, long end) {
      if (record.offset() < end) {
        records++;
        first = first.or(() -> Optional.of(Instant.ofEpochMilli(record.timestamp())));
        each.accept(record);
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
