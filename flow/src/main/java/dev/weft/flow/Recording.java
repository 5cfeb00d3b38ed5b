package dev.weft.flow;

import java.time.Duration;
import java.time.Instant;

/**
 * What of a flow is recorded in detail, event by event.
 *
 * @param processor only what happens there; empty for everywhere
 * @param until no longer than this
 * @param flowFiles how many FlowFiles at most; what becomes of one is recorded to its end
 */
public record Recording(String processor, Instant until, int flowFiles) {
  /** The longest time. */
  public static final Duration LONGEST = Duration.ofHours(24);

  /** The most FlowFiles. */
  public static final int FLOWFILES_MAX = 100_000;

  public Recording {
    if (flowFiles < 1 || flowFiles > FLOWFILES_MAX) {
      throw new IllegalArgumentException("from 1 to " + FLOWFILES_MAX + " FlowFiles are recorded");
    }
  }

  /**
   * How far a recording has come.
   *
   * @param taken FlowFiles that it has recorded
   */
  public record Progress(Recording recording, int taken) {}
}
