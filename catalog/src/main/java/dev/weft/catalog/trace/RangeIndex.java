package dev.weft.catalog.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers for each name which offsets of the trace speak of which range of numbers. When there
 * are many, neighbours are joined to coarser stretches, and names share a bucket: a lookup may then
 * visit hops in vain, but never misses one. For one thread at a time.
 */
final class RangeIndex {
  private static final int BUCKETS = 4096;
  private static final int STRETCHES_MIN = 256;

  private final Map<Integer, Bucket> buckets = new HashMap<>();
  private final int stretchesMax;
  private final int perBucketMax;

  /** Keeps about {@code stretchesMax} stretches of 32 bytes, {@code perBucketMax} of a name. */
  RangeIndex(int stretchesMax, int perBucketMax) {
    this.stretchesMax = stretchesMax;
    this.perBucketMax = perBucketMax;
  }

  /** The hop at this offset of the trace speaks of numbers from {@code low} to {@code high}. */
  void add(String name, long low, long high, long traceOffset) {
    var bucket = buckets.computeIfAbsent(bucket(name), number -> new Bucket());
    var fair = Math.max(STRETCHES_MIN, stretchesMax / buckets.size());
    bucket.add(low, high, traceOffset, Math.min(perBucketMax, fair));
  }

  /**
   * Every stretch of the trace that may speak of numbers from one to another: in order, none
   * overlaps another.
   */
  List<Stretch> find(String name, long from, long to) {
    var bucket = buckets.get(bucket(name));
    return bucket == null ? List.of() : bucket.find(from, to);
  }

  /** A stretch of the trace, both offsets inclusive. */
  record Stretch(long first, long last) {}

  private static int bucket(String name) {
    return Math.floorMod((name.hashCode() * 0x9E3779B9) >>> 7, BUCKETS);
  }

  /** Parallel arrays, in the order of the trace. */
  private static final class Bucket {
    private long[] low = new long[8];
    private long[] high = new long[8];
    private long[] first = new long[8];
    private long[] last = new long[8];
    private int size;

    void add(long newLow, long newHigh, long offset, int max) {
      if (size > 0 && last[size - 1] == offset) {
        join(size - 1, newLow, newHigh, offset);
        return;
      }
      if (size >= max) {
        halve();
      }
      if (size == low.length) {
        grow();
      }
      low[size] = newLow;
      high[size] = newHigh;
      first[size] = offset;
      last[size] = offset;
      size++;
    }

    List<Stretch> find(long from, long to) {
      var found = new ArrayList<Stretch>();
      for (var i = 0; i < size; i++) {
        if (low[i] <= to && from <= high[i]) {
          found.add(new Stretch(first[i], last[i]));
        }
      }
      return found;
    }

    private void join(int i, long newLow, long newHigh, long newLast) {
      low[i] = Math.min(low[i], newLow);
      high[i] = Math.max(high[i], newHigh);
      last[i] = newLast;
    }

    private void halve() {
      var half = 0;
      for (var i = 0; i < size; i += 2) {
        low[half] = low[i];
        high[half] = high[i];
        first[half] = first[i];
        last[half] = last[i];
        if (i + 1 < size) {
          join(half, low[i + 1], high[i + 1], last[i + 1]);
        }
        half++;
      }
      size = half;
    }

    private void grow() {
      var length = size * 2;
      low = Arrays.copyOf(low, length);
      high = Arrays.copyOf(high, length);
      first = Arrays.copyOf(first, length);
      last = Arrays.copyOf(last, length);
    }
  }
}
