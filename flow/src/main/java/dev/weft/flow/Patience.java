package dev.weft.flow;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Waits before the next try, but no longer than until somebody decides something: a flow that was
 * refused goes on within a second of being allowed. Begun and looked at by one thread at a time.
 */
final class Patience {
  private static final long LOOK_MILLIS = 500;

  private final LongSupplier epoch;
  private final Clock clock;
  private volatile long untilMillis;
  private long epochThen;

  /** The epoch grows whenever a decision may have changed. */
  Patience(LongSupplier epoch, Clock clock) {
    this.epoch = epoch;
    this.clock = clock;
  }

  /**
   * Begins to wait; returns when to ask for {@link #remaining}. What has been decided since the try
   * began is looked at then too: the try may have been refused just before.
   */
  Duration begin(Duration pause) {
    untilMillis = clock.millis() + pause.toMillis();
    return look(pause.toMillis());
  }

  /** Whoever waits tries again at once. For any thread. */
  void end() {
    untilMillis = 0;
  }

  /** How long until the next look; zero when a try begins, with what is decided by now. */
  Duration remaining() {
    var decided = epoch.getAsLong();
    var rest = untilMillis - clock.millis();
    if (rest <= 0 || decided != epochThen) {
      untilMillis = 0;
      epochThen = decided;
      return Duration.ZERO;
    }
    return look(rest);
  }

  private static Duration look(long rest) {
    return Duration.ofMillis(Math.min(rest, LOOK_MILLIS));
  }
}
