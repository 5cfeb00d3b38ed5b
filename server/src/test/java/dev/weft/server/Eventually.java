package dev.weft.server;

import dev.weft.testing.Pause;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition, within a limit; no test sleeps for luck. */
public final class Eventually {
  private Eventually() {}

  public static void within(Duration limit, String what, BooleanSupplier condition) {
    within(limit, () -> what, condition);
  }

  /** {@code what} is asked when the time is over, so that it can say how things stand then. */
  public static void within(Duration limit, Supplier<String> what, BooleanSupplier condition) {
    var deadline = System.nanoTime() + limit.toNanos();
    var askedAt = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("Not within " + limit + ": " + what.get());
      }
      Pause.after(askedAt);
      askedAt = System.nanoTime();
    }
  }
}
