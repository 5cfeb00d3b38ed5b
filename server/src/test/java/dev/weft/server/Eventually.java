package dev.weft.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, within a limit; no test sleeps for luck. */
public final class Eventually {
  private static final long STEP_NANOS = 20_000_000;

  private Eventually() {}

  public static void within(Duration limit, String what, BooleanSupplier condition) {
    within(limit, () -> what, condition);
  }

  /** {@code what} is asked when the time is over, so that it can say how things stand then. */
  public static void within(Duration limit, Supplier<String> what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Not within " + limit + ": " + what.get());
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
  }
}
