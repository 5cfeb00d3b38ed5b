package dev.weft.catalog.trace;

import dev.weft.catalog.topics.MeshTopics;
import dev.weft.catalog.topics.TopicPartitions;
import dev.weft.model.KafkaAccess;
import dev.weft.spi.TraceLog;
import java.util.List;
import java.util.function.Consumer;

/**
 * The trace on Kafka: answers from the topic to which flows write their hops, with all that was
 * committed when the question is asked. What was made of several is answered with its parts. Safe
 * for any thread; does not write.
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
    var walk = new BackWalk(this::writers);
    writers(topic, partition, offset, hop -> Hops.origin(hop, offset).ifPresent(walk::add));
    return walk.found();
  }

  private void writers(String topic, int partition, long offset, Consumer<Hop> each) {
    for (var trace : partitions) {
      trace.writersOf(
          topic,
          partition,
          offset,
          hop -> {
            if (hop.topic().equals(topic) && hop.partition() == partition) {
              each.accept(hop);
            }
          });
    }
  }

  @Override
  public List<Destination> destinations(String source, long position) {
    var walk = new ForwardWalk(this::readers, DESTINATIONS_MAX);
    walk.from(source, position);
    return walk.found();
  }

  private void readers(Place place, Consumer<Hop> each) {
    partitions.forEach(trace -> trace.readersOf(place, each));
  }

  @Override
  public void close() {
    partitions.forEach(TracePartition::close);
  }
}
