package dev.weft.gateway.wire;

import java.time.Duration;
import java.time.Instant;

/** Whether something that has begun goes on. For one thread. */
final class Progress {
  private final Instant begin;
  private long seen;
  private Instant since;

  Progress(Instant begin) {
    this.begin = begin;
    this.since = begin;
  }

  /**
   * Whether it takes too long: without any progress, or, when memory is short, altogether.
   *
   * @param done how far it has come
   */
  boolean isStalled(long done, Instant now, Duration most, boolean isShort) {
    if (done != seen) {
      seen = done;
      since = now;
    }
    return isShort ? now.isAfter(begin.plus(most.dividedBy(4))) : now.isAfter(since.plus(most));
  }
}
