package dev.weft.flow;

import dev.weft.spi.TraceLog.Run;
import dev.weft.spi.flow.Content.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects which offset came from which position, and compresses it into runs: four or more records
 * in equal steps become one run, all others stay single records, which are the smallest when their
 * positions are scattered. For one thread at a time.
 */
final class HopRuns {
  private static final int RUN_LEAST = 4;

  private long[] offsets = new long[64];
  private long[] positions = new long[64];
  private final List<Origin> sources = new ArrayList<>();
  private int[] sourceOf = new int[64];
  private int size;

  int size() {
    return size;
  }

  void add(long offset, Origin origin) {
    if (size == offsets.length) {
      offsets = Arrays.copyOf(offsets, size * 2);
      positions = Arrays.copyOf(positions, size * 2);
      sourceOf = Arrays.copyOf(sourceOf, size * 2);
    }
    offsets[size] = offset;
    positions[size] = origin.position();
    sourceOf[size] = source(origin);
    size++;
  }

  private int source(Origin origin) {
    if (size > 0 && isSame(sources.get(sourceOf[size - 1]), origin)) {
      return sourceOf[size - 1];
    }
    for (var i = sources.size() - 1; i >= 0; i--) {
      var known = sources.get(i);
      if (isSame(known, origin)) {
        return i;
      }
    }
    sources.add(origin);
    return sources.size() - 1;
  }

  private static boolean isSame(Origin one, Origin other) {
    return one.source().equals(other.source()) && one.key().equals(other.key());
  }

  List<Run> runs() {
    var runs = new ArrayList<Run>();
    for (var i = 0; i < size; ) {
      var length = length(i);
      var count = length >= RUN_LEAST ? length : 1;
      var source = sources.get(sourceOf[i]);
      var stride = count == 1 ? 0 : positions[i + 1] - positions[i];
      runs.add(new Run(offsets[i], count, source.source(), source.key(), positions[i], stride));
      i += count;
    }
    return runs;
  }

  /** How many records from here on have neighbouring offsets, one source, and equal steps. */
  private int length(int from) {
    if (from + 1 == size) {
      return 1;
    }
    var stride = positions[from + 1] - positions[from];
    var next = from + 1;
    while (next < size
        && offsets[next] == offsets[next - 1] + 1
        && sourceOf[next] == sourceOf[from]
        && positions[next] - positions[next - 1] == stride) {
      next++;
    }
    return next - from;
  }
}
