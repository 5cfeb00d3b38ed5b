package dev.weft.flow;

import java.time.Instant;

/**
 * How often a processor has tried a FlowFile and put it back, and before which time it is not to be
 * tried again.
 */
record Tried(int times, Instant notBefore) {
  static final Tried NEVER = new Tried(0, Instant.EPOCH);

  Tried again(Instant next) {
    return new Tried(times + 1, next);
  }

  /** It waits once more, but this was no try that counts. */
  Tried later(Instant next) {
    return new Tried(times, next);
  }
}
