package dev.weft.server.audit;

import dev.weft.catalog.erasure.SubjectMatch;
import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.spi.RecordDecoder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Finds the records of one data subject in a port: those with its key, or with its value in a field
 * of the record, whatever the port's format. Weft reads the broker itself, for auditors only;
 * nothing of the records leaves but their offsets, and the key is written nowhere.
 */
public final class SubjectScan {
  private static final long RECORDS_MAX = 50_000_000;
  private static final int OFFSETS_MAX = 1_000_000;
  private static final Duration TIME_MAX = Duration.ofMinutes(5);
  private static final Duration STANDSTILL_MAX = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaAccess kafka;
  private final RecordDecoder decoder;

  /**
   * @param decoder shows records of all formats as JSON
   */
  public SubjectScan(KafkaAccess kafka, RecordDecoder decoder) {
    this.kafka = kafka;
    this.decoder = decoder;
  }

  /** Reads the port from its beginning to its end of now. */
  public Subject find(PortName port, String key, Optional<String> field) {
    try (var consumer = consumer()) {
      var partitions =
          consumer.partitionsFor(port.topic()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      return new Scan(
              consumer, partitions, key, field, value -> decoder.json(port, value).orElse(value))
          .run();
    }
  }

  /** The end of each partition of the port. */
  public Map<Integer, Long> ends(PortName port) {
    try (var consumer = consumer()) {
      var infos = consumer.partitionsFor(port.topic());
      if (infos == null) {
        return Map.of();
      }
      var partitions =
          infos.stream().map(info -> new TopicPartition(info.topic(), info.partition())).toList();
      var ends = new TreeMap<Integer, Long>();
      consumer
          .endOffsets(partitions)
          .forEach((partition, end) -> ends.put(partition.partition(), end));
      return ends;
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    var settings = kafka.clientProperties();
    settings.put("enable.auto.commit", "false");
    settings.put("allow.auto.create.topics", "false");
    // Records of aborted transactions never reach a reader.
    settings.put("isolation.level", "read_committed");
    settings.put("max.poll.records", "5000");
    var bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(settings, bytes, bytes);
  }

  private static final class Scan {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final SubjectMatch match;
    private final boolean isByField;
    private final UnaryOperator<byte[]> text;
    private final Map<Integer, LongStream.Builder> found = new HashMap<>();
    private int offsets;
    private long scanned;

    Scan(
        KafkaConsumer<byte[], byte[]> consumer,
        List<TopicPartition> partitions,
        String key,
        Optional<String> field,
        UnaryOperator<byte[]> text) {
      this.text = text;
      this.consumer = consumer;
      this.partitions = partitions;
      this.match = new SubjectMatch(key, field.stream().toList());
      this.isByField = field.isPresent();
    }

    Subject run() {
      var ends = consumer.endOffsets(partitions);
      var began = System.nanoTime();
      var moved = began;
      while (!isDone(ends) && !isEnough(began)) {
        var before = scanned;
        consumer.poll(POLL).forEach(this::see);
        moved = scanned > before ? System.nanoTime() : moved;
        if (System.nanoTime() - moved > STANDSTILL_MAX.toNanos()) {
          throw Problem.environment(
                  "kafka-unreachable", "The port could not be read.", "Check that Kafka runs.")
              .asException();
        }
      }
      var all = new HashMap<Integer, long[]>();
      found.forEach((partition, each) -> all.put(partition, each.build().toArray()));
      return new Subject(all, scanned, isDone(ends));
    }

    private boolean isDone(Map<TopicPartition, Long> ends) {
      return ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private boolean isEnough(long began) {
      return scanned >= RECORDS_MAX
          || offsets >= OFFSETS_MAX
          || System.nanoTime() - began > TIME_MAX.toNanos();
    }

    private void see(ConsumerRecord<byte[], byte[]> record) {
      scanned++;
      var matches =
          isByField
              ? record.value() != null && match.holds(text.apply(record.value()))
              : match.isKey(record.key());
      if (matches) {
        offsets++;
        found.computeIfAbsent(record.partition(), any -> LongStream.builder()).add(record.offset());
      }
    }
  }
}
