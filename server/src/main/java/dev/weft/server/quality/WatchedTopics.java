package dev.weft.server.quality;

import dev.weft.model.KafkaAccess;
import dev.weft.model.PortName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Where reading begins and how far behind it may be: from the beginning of the longest window, but
 * no more than the newest {@value #RECORDS_MAX} records of a partition.
 */
final class WatchedTopics {
  static final int RECORDS_AT_ONCE = 5_000;
  static final long RECORDS_MAX = 1_000_000;

  /** A time within a field has no index: the last ones are looked at, however old. */
  private static final long LAST = 20;

  private static final String QUARANTINE = ".quarantine";

  private final KafkaAccess kafka;
  private final Clock clock;

  WatchedTopics(KafkaAccess kafka, Clock clock) {
    this.kafka = kafka;
    this.clock = clock;
  }

  KafkaConsumer<byte[], byte[]> consumer() {
    var settings = kafka.clientProperties();
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("allow.auto.create.topics", "false");
    // Records of aborted transactions never reach a reader.
    settings.put("isolation.level", "read_committed");
    settings.put("max.poll.records", Integer.toString(RECORDS_AT_ONCE));
    settings.put("fetch.max.bytes", "8388608");
    settings.put("metadata.max.age.ms", "30000");
    var bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(settings, bytes, bytes);
  }

  /** The port to which a topic or its quarantine belongs. */
  static Optional<PortName> port(String topic) {
    return PortName.parse(
        topic.endsWith(QUARANTINE)
            ? topic.substring(0, topic.length() - QUARANTINE.length())
            : topic);
  }

  /** Reads what these need and nothing else; what is new begins where its window does. */
  void follow(KafkaConsumer<byte[], byte[]> consumer, Collection<PortMeter> meters) {
    var known = consumer.assignment();
    var added = new ArrayList<PortMeter>();
    for (var meter : meters) {
      if (meter.partitions().isEmpty()) {
        meter.partitions(partitions(consumer, meter.port()));
        if (!meter.partitions().isEmpty()) {
          added.add(meter);
        }
      }
    }
    var wanted = new HashSet<TopicPartition>();
    meters.forEach(meter -> wanted.addAll(meter.partitions()));
    if (!wanted.equals(known)) {
      consumer.assign(wanted);
    }
    added.forEach(meter -> begin(consumer, meter));
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, PortName port) {
    return Stream.of(port.topic(), port.quarantineTopic())
        .flatMap(
            topic -> {
              var infos = consumer.partitionsFor(topic);
              return infos == null ? Stream.empty() : infos.stream();
            })
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private void begin(KafkaConsumer<byte[], byte[]> consumer, PortMeter meter) {
    var window = meter.meter().objectives().longestWindow();
    var from = clock.instant().minus(window);
    var times = new HashMap<TopicPartition, Long>();
    meter.partitions().forEach(partition -> times.put(partition, from.toEpochMilli()));
    var starts = consumer.offsetsForTimes(times);
    var ends = consumer.endOffsets(meter.partitions());
    var begins = consumer.beginningOffsets(meter.partitions());
    for (var partition : meter.partitions()) {
      var end = ends.get(partition);
      var found = starts.get(partition);
      var start = Math.min(found == null ? end : found.offset(), end - LAST);
      var bounded = Math.max(start, end - RECORDS_MAX);
      if (bounded > start) {
        meter.meter().coveredSince(clock.instant());
      }
      consumer.seek(partition, Math.max(begins.get(partition), bounded));
    }
  }

  /**
   * Notes which ports have been read to their ends, and skips what is too far behind.
   *
   * @param meters that may still have to read what there was
   */
  void catchUp(KafkaConsumer<byte[], byte[]> consumer, Collection<PortMeter> meters) {
    var assigned = consumer.assignment();
    var ends = assigned.isEmpty() ? Map.<TopicPartition, Long>of() : consumer.endOffsets(assigned);
    var skipped = new HashSet<TopicPartition>();
    ends.forEach(
        (partition, end) -> {
          if (end - consumer.position(partition) > RECORDS_MAX) {
            consumer.seek(partition, end - RECORDS_MAX / 10);
            skipped.add(partition);
          }
        });
    for (var meter : meters) {
      meter.unread(
          meter.unread().stream()
              .filter(one -> !ends.containsKey(one) || consumer.position(one) < ends.get(one))
              .toList());
      if (isAmong(meter, skipped)) {
        meter.meter().coveredSince(clock.instant());
      }
    }
  }

  private static boolean isAmong(PortMeter meter, Set<TopicPartition> partitions) {
    return meter.partitions().stream().anyMatch(partitions::contains);
  }
}
