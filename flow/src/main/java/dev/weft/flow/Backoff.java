package dev.weft.flow;

import java.time.Duration;
import java.util.Random;

/** How long to wait before trying again: twice as long each time, up to a limit, with jitter. */
record Backoff(Duration first, Duration longest, Random random) {
  /**
   * The pause before retry {@code attempt}, from 0: between half of the full pause and all of it.
   */
  Duration pause(int attempt) {
    var doubled = first.toMillis() * (double) (1L << Math.min(attempt, 40));
    var full = Math.min((double) longest.toMillis(), doubled);
    return Duration.ofMillis(Math.round(full * (0.5 + 0.5 * random.nextDouble())));
  }
}
