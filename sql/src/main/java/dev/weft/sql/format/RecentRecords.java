package dev.weft.sql.format;

import dev.weft.model.PortName;
import dev.weft.model.RecordPlace;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.flink.kafka.shaded.org.apache.kafka.common.TopicPartition;

/**
 * Stands in a job's Kafka consumer: leaves out the records that the job is to do without, and knows
 * where each of those came from that are still being worked on.
 *
 * <p>Flink gives a format the bytes of a record and not its place. The same bytes are in the
 * batches that the consumer has given out and somebody still holds, so nothing is done for a record
 * as long as none fails. Kafka makes this object and Flink the format, so they meet in a set of the
 * class.
 */
public final class RecentRecords implements ConsumerInterceptor<byte[], byte[]> {
  /** The consumer's setting for the records to leave out: {@code PARTITION/OFFSET,...}. */
  public static final String LEFT_OUT = "weft.left.out";

  private static final int BATCHES_MAX = 32;
  private static final Set<RecentRecords> ALL = ConcurrentHashMap.newKeySet();

  private final Deque<WeakReference<ConsumerRecords<byte[], byte[]>>> batches = new ArrayDeque<>();
  private Set<String> leftOut = Set.of();

  /** Where the record with this value, the very same array, was read; empty when it is long ago. */
  static Optional<RecordPlace> placeOf(byte[] value) {
    return ALL.stream().flatMap(each -> each.find(value).stream()).findFirst();
  }

  /** As {@link #LEFT_OUT} has it. */
  public static String written(Stream<RecordPlace> places) {
    return places.map(at -> at.partition() + "/" + at.offset()).collect(Collectors.joining(","));
  }

  @Override
  public void configure(Map<String, ?> settings) {
    var written = Objects.toString(settings.get(LEFT_OUT), "");
    leftOut = written.isEmpty() ? Set.of() : Set.of(written.split(","));
    ALL.add(this);
  }

  @Override
  public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
    if (records.isEmpty()) {
      return records;
    }
    var kept = leftOut.isEmpty() ? records : without(records);
    synchronized (batches) {
      batches.addLast(new WeakReference<>(kept));
      if (batches.size() > BATCHES_MAX) {
        batches.removeFirst();
      }
    }
    return kept;
  }

  private ConsumerRecords<byte[], byte[]> without(ConsumerRecords<byte[], byte[]> records) {
    var kept = new LinkedHashMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>();
    for (var partition : records.partitions()) {
      var left =
          records.records(partition).stream()
              .filter(each -> !leftOut.contains(each.partition() + "/" + each.offset()))
              .toList();
      if (!left.isEmpty()) {
        kept.put(partition, left);
      }
    }
    return new ConsumerRecords<>(kept, records.nextOffsets());
  }

  private Optional<RecordPlace> find(byte[] value) {
    synchronized (batches) {
      for (var batch : batches) {
        var records = batch.get();
        if (records == null) {
          continue;
        }
        for (var record : records) {
          if (record.value() == value) {
            return PortName.parse(record.topic())
                .map(port -> new RecordPlace(port, record.partition(), record.offset()));
          }
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    // What the job has done with its records is known by its checkpoints.
  }

  @Override
  public void close() {
    ALL.remove(this);
  }
}
