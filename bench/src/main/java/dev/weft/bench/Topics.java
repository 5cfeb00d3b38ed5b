package dev.weft.bench;

import dev.weft.model.KafkaAccess;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What any Kafka client does to a topic: fills it, reads it to its end, copies it. */
final class Topics {
  private static final Duration STALL = Duration.ofSeconds(60);

  private Topics() {}

  /** Writes so many records; returns when all are acknowledged. */
  static void fill(
      KafkaAccess access,
      String topic,
      String compression,
      long count,
      LongFunction<byte[]> value) {
    try (var producer = producer(access, compression)) {
      for (long i = 0; i < count; i++) {
        var key = Long.toString(i).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        send(producer, new ProducerRecord<>(topic, key, value.apply(i)));
      }
      producer.flush();
    }
  }

  /**
   * Reads from the first record to the present end; connecting is not part of the cost.
   *
   * @param look is shown the first record of each poll
   */
  static Cost read(KafkaAccess access, String topic, Consumer<ConsumerRecord<byte[], byte[]>> look)
      throws Exception {
    try (var reading = new Reading(access, topic)) {
      return Cost.of(
          () -> {
            var count = 0L;
            while (!reading.isAtEnd()) {
              var records = reading.poll();
              count += records.count();
              if (!records.isEmpty()) {
                look.accept(records.iterator().next());
              }
            }
            return count;
          });
    }
  }

  /** Copies a topic as it is now with a plain consumer and a plain producer. */
  static Cost copy(KafkaAccess access, String from, String to) throws Exception {
    try (var reading = new Reading(access, from);
        var producer = producer(access, "none")) {
      return Cost.of(
          () -> {
            var count = 0L;
            while (!reading.isAtEnd()) {
              for (var record : reading.poll()) {
                send(producer, new ProducerRecord<>(to, record.key(), record.value()));
                count++;
              }
            }
            producer.flush();
            return count;
          });
    }
  }

  /** With the settings of a flow's writer, as far as a plain producer has them. */
  private static KafkaProducer<byte[], byte[]> producer(KafkaAccess access, String compression) {
    return producer(access, compression, 5);
  }

  static KafkaProducer<byte[], byte[]> producer(
      KafkaAccess access, String compression, int lingerMillis) {
    var properties = access.clientProperties();
    properties.put("acks", "all");
    properties.put("linger.ms", lingerMillis);
    properties.put("batch.size", 64 * 1024);
    properties.put("compression.type", compression);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    var unused =
        producer.send(
            record,
            (metadata, failure) -> {
              if (failure != null) {
                throw new IllegalStateException("A record was not written", failure);
              }
            });
  }

  /** A consumer with Kafka's defaults, on all partitions from the beginning, connected already. */
  private static final class Reading implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final java.util.Map<TopicPartition, Long> ends;
    private long movedAt = System.nanoTime();

    Reading(KafkaAccess access, String topic) {
      consumer = consumer(access.clientProperties());
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      ends = consumer.endOffsets(partitions);
      partitions.forEach(consumer::position);
    }

    boolean isAtEnd() {
      return ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    org.apache.kafka.clients.consumer.ConsumerRecords<byte[], byte[]> poll() {
      var records = consumer.poll(Duration.ofSeconds(1));
      var now = System.nanoTime();
      if (!records.isEmpty()) {
        movedAt = now;
      } else if (now - movedAt > STALL.toNanos()) {
        throw new IllegalStateException("No record for " + STALL.toSeconds() + " s");
      }
      return records;
    }

    @Override
    public void close() {
      consumer.close();
    }
  }

  static KafkaConsumer<byte[], byte[]> consumer(Properties properties) {
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
