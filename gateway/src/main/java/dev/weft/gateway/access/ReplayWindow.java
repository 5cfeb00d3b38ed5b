package dev.weft.gateway.access;

import dev.weft.spi.ReadTerms;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/**
 * The stretch of time whose records a reader gets, by the timestamps that the log gives them. A
 * record without a timestamp lies in none but the whole history.
 *
 * @param from the first millisecond; {@link Long#MIN_VALUE}: since ever
 * @param to the first millisecond after it; {@link Long#MAX_VALUE}: for ever
 */
public record ReplayWindow(long from, long to) {
  public static final ReplayWindow ALL = new ReplayWindow(Long.MIN_VALUE, Long.MAX_VALUE);

  /** What these terms mean at this moment. */
  public static ReplayWindow of(ReadTerms terms, Instant now) {
    if (terms.isWholeHistory()) {
      return ALL;
    }
    var since = terms.from().map(ReplayWindow::millis).orElse(Long.MIN_VALUE);
    var recent = terms.lookback().map(back -> before(now, back)).orElse(Long.MIN_VALUE);
    return new ReplayWindow(
        Math.max(since, recent), terms.to().map(ReplayWindow::millis).orElse(Long.MAX_VALUE));
  }

  /** Whether a reader gets a record with this timestamp. */
  public boolean admits(long timestamp) {
    return isAll() || (timestamp >= 0 && timestamp >= from && timestamp < to);
  }

  private boolean isAll() {
    return from == Long.MIN_VALUE && to == Long.MAX_VALUE;
  }

  /** Whether it begins at some time, so that a reader need not look at what was before. */
  public boolean begins() {
    return from > 0;
  }

  private static long before(Instant now, Duration lookback) {
    try {
      return millis(now.minus(lookback));
    } catch (DateTimeException | ArithmeticException e) {
      return Long.MIN_VALUE; // So long ago that there was no time yet.
    }
  }

  /** Rounded up: a record of the millisecond before that is too early. */
  private static long millis(Instant time) {
    try {
      var floor = time.toEpochMilli();
      return time.equals(Instant.ofEpochMilli(floor)) ? floor : floor + 1;
    } catch (ArithmeticException e) {
      return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
