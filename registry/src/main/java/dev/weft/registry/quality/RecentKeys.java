package dev.weft.registry.quality;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which keys came within a stretch of time, in slices of a seventh of it: a key is known for the
 * whole stretch and up to a seventh longer. It keeps hashes of 64 bits, {@value #KEYS_MAX} at most;
 * with more, the oldest slice is given up early.
 */
final class RecentKeys {
  static final int KEYS_MAX = 200_000;
  private static final int SLICES = 7;

  private record Slice(long from, Set<Long> keys) {}

  private final long sliceMillis;
  private final Deque<Slice> slices = new ArrayDeque<>();
  private int size;

  RecentKeys(long stretchMillis) {
    this.sliceMillis = Math.max(1, stretchMillis / SLICES);
  }

  /** Notes a key; whether it has come before. */
  boolean isKnown(long key, long timestamp) {
    if (slices.isEmpty()
        || timestamp - slices.getLast().from() >= sliceMillis
        || slices.getLast().keys().size() >= KEYS_MAX / SLICES) {
      slices.addLast(new Slice(timestamp, new HashSet<>()));
    }
    while (slices.size() > SLICES + 1 || size >= KEYS_MAX) {
      size -= slices.removeFirst().keys().size();
    }
    if (slices.stream().anyMatch(slice -> slice.keys().contains(key))) {
      return true;
    }
    slices.getLast().keys().add(key);
    size++;
    return false;
  }

  int size() {
    return size;
  }

  /** 64 bits of the values' texts, by FNV-1a with a last stir. */
  static long hash(List<Object> values) {
    var hash = 0xcbf29ce484222325L;
    for (var value : values) {
      var text = String.valueOf(value);
      for (var i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
      }
      hash = (hash ^ 0x1F) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    return hash ^ (hash >>> 33);
  }
}
