package dev.weft.server.query;

import dev.weft.model.KafkaAccess;
import dev.weft.model.Problem;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The newest record of each key that a topic holds committed, by where it is and a hash of it: the
 * values themselves stay in the topic.
 */
final class TopicRows {
  /** Some 200 bytes each. */
  private static final int KEYS_MAX = 1_000_000;

  private static final int HASH_BYTES = 16;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Map<ByteBuffer, Row> rows = new HashMap<>();

  /** The newest record of a key. */
  record Row(int partition, long offset, ByteBuffer hash) {
    boolean isAt(ConsumerRecord<byte[], byte[]> record) {
      return record.partition() == partition && record.offset() == offset;
    }
  }

  private TopicRows() {}

  /**
   * Reads a topic that nobody writes at the moment.
   *
   * @throws dev.weft.model.ProblemException ENVIRONMENT when a transaction is open in it, CONFLICT
   *     when it has too many keys
   */
  static TopicRows read(KafkaAccess kafka, String topic) {
    var read = new TopicRows();
    var digest = digest();
    each(
        kafka,
        topic,
        record -> {
          if (record.key() == null) {
            return; // No row of a table.
          }
          var key = ByteBuffer.wrap(record.key());
          if (record.value() == null) {
            read.rows.remove(key);
          } else {
            var hash = ByteBuffer.wrap(Arrays.copyOf(digest.digest(record.value()), HASH_BYTES));
            read.rows.put(key, new Row(record.partition(), record.offset(), hash));
          }
          if (read.rows.size() > KEYS_MAX) {
            throw tooMany(topic);
          }
        });
    return read;
  }

  Map<ByteBuffer, Row> byKey() {
    return rows;
  }

  /** All that is committed, in the order of each partition. */
  static void each(KafkaAccess kafka, String topic, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    try (var committed = consumer(kafka, "read_committed");
        var any = consumer(kafka, "read_uncommitted")) {
      var partitions =
          committed.partitionsFor(topic, PATIENCE).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw Problem.environment("no-topic", "The topic " + topic + " is not there.", "")
            .asException();
      }
      committed.assign(partitions);
      any.assign(partitions);
      var ends = committed.endOffsets(partitions, PATIENCE);
      if (!ends.equals(any.endOffsets(partitions, PATIENCE))) {
        throw Problem.environment(
                "open-transaction",
                "A transaction is open in " + topic + ", which may yet be committed.",
                "It is tried again; Kafka ends such a transaction within 15 minutes.")
            .asException();
      }
      drain(committed, partitions, ends, sink);
    }
  }

  private static void drain(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> partitions,
      Map<TopicPartition, Long> ends,
      Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    consumer.seekToBeginning(partitions);
    var left = new HashMap<>(ends);
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      left.entrySet().removeIf(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
      if (left.isEmpty()) {
        return;
      }
      var records = consumer.poll(POLL);
      records.forEach(sink);
      if (!records.isEmpty()) {
        deadline = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new org.apache.kafka.common.errors.TimeoutException(
            "no records for " + PATIENCE.toSeconds() + " s");
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(KafkaAccess kafka, String isolation) {
    var properties = kafka.clientProperties();
    properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "weft-query-rows");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static RuntimeException tooMany(String topic) {
    return Problem.conflict(
            "too-many-rows",
            topic + " has more than " + KEYS_MAX + " keys, too many for one transaction.",
            "'weft query abort NAME' keeps the old statement; one into another port can be read"
                + " instead.")
        .asException();
  }
}
