package dev.weft.server.query;

import java.time.Duration;

/**
 * How much of the processor the queries of one product may still use. It fills steadily and is
 * drawn on by what they have used; who has overdrawn it waits until that is made up for, so that
 * over time they use what they may, however dear a single record is. For one thread at a time.
 */
final class CpuAccount {
  /** So much may be saved up, in seconds of filling. */
  private static final double SAVED_SECONDS_MAX = 2;

  /** For longer nobody waits for what was used at once, such as by starting. */
  private static final double OWED_SECONDS_MAX = 60;

  /** They ask again, and are told again, so that nobody waits for a query that is to stop. */
  private static final Duration PAUSE_MAX = Duration.ofMillis(500);

  /** For so many more looks they count as held: whoever is held waits and reads by turns. */
  private static final int HELD_LOOKS = 20;

  private final double cores;
  private double seconds;
  private int held;

  /**
   * @param cores how many they may keep busy
   */
  CpuAccount(double cores) {
    this.cores = cores;
  }

  double cores() {
    return cores;
  }

  /** After so much time they have used so much of the processor. */
  void drawn(double usedSeconds, double passedSeconds) {
    var now = seconds + cores * passedSeconds - usedSeconds;
    seconds = Math.max(-OWED_SECONDS_MAX * cores, Math.min(SAVED_SECONDS_MAX * cores, now));
    held = seconds < 0 ? HELD_LOOKS : Math.max(0, held - 1);
  }

  /** Whether they want more than they may have. */
  boolean isHeld() {
    return held > 0;
  }

  /** How long they have to wait before they read on. */
  Duration rest() {
    if (seconds >= 0) {
      return Duration.ZERO;
    }
    var millis = (long) Math.ceil(-seconds / cores * 1e3);
    return millis > PAUSE_MAX.toMillis() ? PAUSE_MAX : Duration.ofMillis(millis);
  }
}
