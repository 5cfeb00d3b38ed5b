package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.QueueProcessor.Queued;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** FlowFiles that will become one. */
final class Bin {
  private final List<Queued> items = new ArrayList<>();
  private long count;
  private long bytes;

  /**
   * When a bin is full enough.
   *
   * @param countMin of what is counted: FlowFiles, or records
   */
  record Limits(long countMin, long countMax, long bytesMin, long bytesMax) {}

  boolean takes(Queued next, Limits limits, boolean countsRecords) {
    return items.isEmpty()
        || (count + count(next, countsRecords) <= limits.countMax()
            && bytes + bytes(next) <= limits.bytesMax());
  }

  void add(Queued next, boolean countsRecords) {
    items.add(next);
    count += count(next, countsRecords);
    bytes += bytes(next);
  }

  boolean isEnough(Limits limits) {
    return count >= limits.countMin() && bytes >= limits.bytesMin();
  }

  List<Queued> items() {
    return items;
  }

  List<FlowFile> flowFiles() {
    return items.stream().map(Queued::flowFile).toList();
  }

  /** Since when the one that waits longest has been waiting. */
  Instant oldest() {
    return items.stream().map(Queued::since).min(Instant::compareTo).orElse(Instant.MAX);
  }

  /** The attributes that all have, with the same value. */
  static Map<String, String> common(List<FlowFile> flowFiles) {
    var common = new LinkedHashMap<>(flowFiles.get(0).attributes());
    for (var each : flowFiles) {
      common.entrySet().retainAll(each.attributes().entrySet());
    }
    return common;
  }

  private static long count(Queued queued, boolean countsRecords) {
    return countsRecords && queued.flowFile().content() instanceof Records records
        ? records.items().size()
        : 1;
  }

  /** What does not say its size counts as nothing. */
  private static long bytes(Queued queued) {
    return queued.flowFile().content() instanceof Bytes content ? Math.max(0, content.size()) : 0;
  }
}
