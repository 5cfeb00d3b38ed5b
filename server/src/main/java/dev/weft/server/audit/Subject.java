package dev.weft.server.audit;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where the records of one data subject are in a port.
 *
 * @param offsets of each partition, ascending
 * @param complete false: there were more than could be looked for
 */
public record Subject(Map<Integer, long[]> offsets, long scanned, boolean complete) {

  long records() {
    return offsets.values().stream().mapToLong(each -> each.length).sum();
  }

  /** The subject's offsets within this range. */
  long[] within(int partition, long from, long to) {
    var all = offsets.getOrDefault(partition, new long[0]);
    var first = place(all, from);
    return IntStream.range(first, all.length)
        .mapToLong(each -> all[each])
        .takeWhile(offset -> offset <= to)
        .toArray();
  }

  private static int place(long[] all, long offset) {
    var found = Arrays.binarySearch(all, offset);
    return found < 0 ? -found - 1 : found;
  }
}
