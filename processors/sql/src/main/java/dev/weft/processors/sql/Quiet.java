package dev.weft.processors.sql;

import java.time.Duration;
import java.time.Instant;

/** After something that took long there is quiet for a while. Safe for any thread. */
final class Quiet {
  private static final Duration LONG = Duration.ofMillis(20);
  private static final int TIMES = 4;

  private Instant until = Instant.MIN;

  boolean isLong(Duration took) {
    return took.compareTo(LONG) > 0;
  }

  synchronized boolean isAt(Instant now) {
    return now.isBefore(until);
  }

  synchronized void after(Duration took, Instant now) {
    if (isLong(took)) {
      until = now.plus(took.multipliedBy(TIMES));
    }
  }
}
