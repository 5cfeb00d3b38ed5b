package dev.weft.catalog.erasure;

import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads topics for one person's records, from the beginning to the end of now, on the broker
 * itself. Nothing of a record is kept but its offset and key. Safe for any thread.
 */
public final class SubjectSearch {
  private static final long RECORDS_MAX = 50_000_000;
  private static final long STRIDE = 50_000;
  private static final Duration TIME_MAX = Duration.ofMinutes(5);
  private static final Duration STANDSTILL_MAX = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaAccess kafka;

  public SubjectSearch(KafkaAccess kafka) {
    this.kafka = kafka;
  }

  /** Is told now and then how many records of how many have been read; the last about. */
  @FunctionalInterface
  public interface Watch {
    void passed(long records, long of);
  }

  /** Begins to read topics, one after another, over one connection. The caller closes it. */
  public Reading open() {
    return new Reading(consumer());
  }

  /** Topics that are read for one plan. For one thread. */
  public static final class Reading implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;

    private Reading(KafkaConsumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    /**
     * What of the topic is the person's; nothing where there is no such topic. Throws a
     * ProblemException of kind ENVIRONMENT when Kafka gives nothing for too long.
     *
     * @param compacted whether the topic keeps only the newest record of a key
     * @param holds whether a record with a value is the person's
     */
    public Found find(
        String topic,
        boolean compacted,
        Predicate<ConsumerRecord<byte[], byte[]>> holds,
        Watch watch) {
      var found = new Found(compacted);
      var infos = consumer.partitionsFor(topic);
      if (infos == null || infos.isEmpty()) {
        return found.ended(true);
      }
      var partitions =
          infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return found.ended(new Pass(consumer, holds, found, watch).run(partitions));
    }

    @Override
    public void close() {
      consumer.close();
    }
  }

  /** One pass over a topic. */
  private record Pass(
      KafkaConsumer<byte[], byte[]> consumer,
      Predicate<ConsumerRecord<byte[], byte[]>> holds,
      Found found,
      Watch watch) {

    /** Whether it came to the end. */
    boolean run(List<TopicPartition> partitions) {
      var ends = consumer.endOffsets(partitions);
      var begins = consumer.beginningOffsets(partitions);
      var of = sum(ends) - sum(begins);
      var began = System.nanoTime();
      var moved = began;
      var told = 0L;
      var at = -1L;
      while (!isDone(ends) && !isEnough(began)) {
        consumer.poll(POLL).forEach(record -> see(record, ends));
        var now = partitions.stream().mapToLong(consumer::position).sum();
        moved = now > at ? System.nanoTime() : moved;
        at = now;
        if (System.nanoTime() - moved > STANDSTILL_MAX.toNanos()) {
          throw Problem.environment(
                  "kafka-unreachable",
                  partitions.get(0).topic() + " could not be read.",
                  "Check that Kafka runs.")
              .asException();
        }
        if (found.scanned() - told >= STRIDE) {
          told = found.scanned();
          watch.passed(told, of);
        }
      }
      return isDone(ends);
    }

    private void see(ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Long> ends) {
      if (record.offset() >= ends.get(new TopicPartition(record.topic(), record.partition()))) {
        return;
      }
      if (record.value() == null) {
        found.takeDeletion(record.partition(), record.key(), erasure(record));
      } else {
        found.take(
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            holds.test(record));
      }
    }

    private static String erasure(ConsumerRecord<byte[], byte[]> record) {
      var header = record.headers().lastHeader(Found.ERASURE_HEADER);
      return header == null || header.value() == null
          ? ""
          : new String(header.value(), StandardCharsets.UTF_8);
    }

    private boolean isDone(Map<TopicPartition, Long> ends) {
      return ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private boolean isEnough(long began) {
      return found.scanned() >= RECORDS_MAX
          || found.isFull()
          || System.nanoTime() - began > TIME_MAX.toNanos();
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
      return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var settings = kafka.clientProperties();
    settings.put("client.id", "weft-erasure");
    settings.put("enable.auto.commit", "false");
    settings.put("allow.auto.create.topics", "false");
    // Records of aborted transactions never reach a reader.
    settings.put("isolation.level", "read_committed");
    settings.put("max.poll.records", "5000");
    var bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(settings, bytes, bytes);
  }
}
