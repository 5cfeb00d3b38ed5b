package dev.weft.spi;

import java.util.List;

/**
 * Record-level provenance: which input positions became which output offsets. One {@link Hop} per
 * partition and transaction, range-compressed.
 */
public interface TraceLog {
  /** The hops that wrote this offset of this topic; at most one for records that Weft wrote. */
  List<Origin> origins(String topic, int partition, long offset);

  /** What became of this input position, in every topic that Weft wrote it to. */
  List<Destination> destinations(String source, long position);

  /** Where a record came from. */
  record Origin(Hop hop, String source, long position) {}

  /** Where a record went. */
  record Destination(Hop hop, String topic, int partition, long offset) {}

  /**
   * One batch that one flow wrote to one partition.
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
      long time) {}

  /**
   * {@code count} records: offset {@code offset + i} came from {@code position + i * stride} of
   * {@code source}. Stride 0: all from the same position.
   *
   * @param source a table, file or {@code topic/partition}; never holds credentials
   * @param key names what the position counts, such as {@code customer_id}, {@code line}, {@code
   *     offset}
   */
  record Run(long offset, int count, String source, String key, long position, long stride) {}
}
