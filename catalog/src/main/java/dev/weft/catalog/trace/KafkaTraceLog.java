package dev.weft.catalog.trace;

import dev.weft.catalog.topics.MeshTopics;
import dev.weft.catalog.topics.TopicPartitions;
import dev.weft.model.KafkaAccess;
import dev.weft.spi.TraceLog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The trace on Kafka: answers from the topic to which flows write their hops, with all that was
 * committed when the question is asked. Safe for any thread; does not write.
 */
public final class KafkaTraceLog implements TraceLog, AutoCloseable {
  /** A position from which more records than this were made is answered in part. */
  static final int DESTINATIONS_MAX = 10_000;

  private final List<TracePartition> partitions;

  /**
   * Does not read yet: {@link #start()} does. The topic must exist.
   *
   * @param onBroken is told when the trace can no longer be read
   */
  public KafkaTraceLog(KafkaAccess access, MeshTopics topics, Consumer<Throwable> onBroken) {
    this.partitions =
        TopicPartitions.of(access, topics.trace()).stream()
            .map(partition -> new TracePartition(access, partition, onBroken))
            .toList();
  }

  /** Begins to read, on a thread for each partition; returns at once. */
  public void start() {
    partitions.forEach(TracePartition::start);
  }

  @Override
  public List<Origin> origins(String topic, int partition, long offset) {
    var found = new ArrayList<Origin>();
    for (var trace : partitions) {
      trace.writersOf(
          topic,
          partition,
          offset,
          hop -> {
            if (hop.topic().equals(topic) && hop.partition() == partition) {
              Hops.origin(hop, offset).ifPresent(found::add);
            }
          });
    }
    return found;
  }

  @Override
  public List<Destination> destinations(String source, long position) {
    var found = new ArrayList<Destination>();
    for (var trace : partitions) {
      trace.readersOf(
          source,
          position,
          hop ->
              Hops.destinations(
                  hop,
                  source,
                  position,
                  destination -> {
                    if (found.size() < DESTINATIONS_MAX) {
                      found.add(destination);
                    }
                  }));
    }
    return found;
  }

  @Override
  public void close() {
    partitions.forEach(TracePartition::close);
  }
}
