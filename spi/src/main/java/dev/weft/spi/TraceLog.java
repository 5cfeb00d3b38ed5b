package dev.weft.spi;

import java.util.List;

/**
 * Record-level provenance: which input positions became which output offsets. One {@link Hop} per
 * partition and transaction, range-compressed.
 */
public interface TraceLog {
  /** What a record was made from is told in so many stretches at most; the rest is left out. */
  int ORIGINS_MAX = 10_000;

  /**
   * What this offset of this topic was made from: one position, or stretches of all that went into
   * it, however many flows they were gathered over.
   */
  List<Origin> origins(String topic, int partition, long offset);

  /** What became of this input position, in every topic that Weft wrote it to. */
  List<Destination> destinations(String source, long position);

  /**
   * Where a record came from: {@code count} positions of the source, in equal steps from {@code
   * position} on.
   *
   * @param hop the one that wrote the record
   */
  record Origin(Hop hop, String source, String key, long position, int count, long stride) {}

  /** Where a record went. */
  record Destination(Hop hop, String topic, int partition, long offset) {}

  /**
   * One batch that one flow wrote to one partition.
   *
   * <p>Or what one processor gathers: then {@code topic} is the flow and the processor, as {@link
   * FlowTopics#gathering} says, an offset is a number for something that is made of several, and
   * each run says which positions went into it.
   *
   * @param flow the flow's name; {@code processors} are those it went through, in order
   * @param runs which offsets came from which positions; ordered by offset, with gaps where another
   *     flow wrote in between
   * @param time of the commit, milliseconds since the epoch
   */
  record Hop(
      String flow,
      List<String> processors,
      String topic,
      int partition,
      List<Run> runs,
      long time) {
    /** Whether each run tells of many positions that went into the one at its offset. */
    public boolean gathers() {
      return FlowTopics.isGathering(topic);
    }
  }

  /**
   * {@code count} records: offset {@code offset + i} came from {@code position + i * stride} of
   * {@code source}. Stride 0: all from the same position. In a hop that gathers: all of these
   * positions went into the one at {@code offset}.
   *
   * @param source a table, file or {@code topic/partition}; never holds credentials
   * @param key names what the position counts, such as {@code customer_id}, {@code line}, {@code
   *     offset}
   */
  record Run(long offset, int count, String source, String key, long position, long stride) {}
}
