package dev.weft.policy;

import java.time.Instant;
import java.util.TreeSet;

/**
 * The moments at which answers change without anybody doing anything: grants and keys end, tags
 * begin and end. Safe for any thread; asking costs one read.
 */
final class Deadlines {
  private final TreeSet<Long> ahead = new TreeSet<>();
  private volatile long nextMillis = Long.MAX_VALUE;

  synchronized void add(Instant moment) {
    if (moment.isBefore(Instant.ofEpochMilli(Long.MAX_VALUE - 1))) {
      ahead.add(moment.toEpochMilli() + 1);
      nextMillis = ahead.first();
    }
  }

  /** Whether one has passed that nobody was told of yet. */
  boolean due(long nowMillis) {
    return nowMillis >= nextMillis;
  }

  /** Forgets those that have passed; false when another thread did so already. */
  synchronized boolean pass(long nowMillis) {
    if (!due(nowMillis)) {
      return false;
    }
    ahead.headSet(nowMillis, true).clear();
    nextMillis = ahead.isEmpty() ? Long.MAX_VALUE : ahead.first();
    return true;
  }
}
