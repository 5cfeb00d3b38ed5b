package dev.weft.processors.standard;

import java.time.Duration;

/** Which FlowFiles become one. */
public enum MergeStrategy {
  /** Those that arrive one after the other, until there is enough. */
  BIN,
  /** Those that were one before. */
  DEFRAGMENT;

  /** How long to wait when nobody says; null: for ever. */
  Duration ageUsual() {
    return this == BIN ? null : Duration.ofMinutes(5);
  }
}
