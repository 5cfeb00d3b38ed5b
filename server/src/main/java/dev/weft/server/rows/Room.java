package dev.weft.server.rows;

import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory rows may take that are kept for readers, and how long without being asked for.
 *
 * @param rows of one port for one reader
 * @param bytes of one port for one reader
 * @param bytesInAll of all together
 */
record Room(int rows, long bytes, long bytesInAll, Duration idle, AtomicLong taken) {
  static final Room USUAL =
      new Room(500_000, 64L << 20, 192L << 20, Duration.ofMinutes(10), new AtomicLong());

  void take(long more) {
    taken.addAndGet(more);
  }

  boolean isExceeded(int count, long size) {
    return count > rows || size > bytes || taken.get() > bytesInAll;
  }

  boolean isIdle(Instant asked, Instant now) {
    return now.isAfter(asked.plus(idle));
  }

  ProblemException exceeded(PortName port) {
    return Problem.conflict(
            "too-many-rows",
            "There is no room for the rows of %s: at most %d rows or %d MB are kept of a port for a reader, and %d MB in all."
                .formatted(port, rows, bytes >> 20, bytesInAll >> 20),
            "Read the port itself, or a query that makes a smaller one of it.")
        .asException();
  }
}
