package dev.weft.policy;

/** The answer of a condition. What cannot be evaluated may be either. */
enum Truth {
  YES,
  NO,
  UNKNOWN;

  /** True only if both are. */
  Truth and(Truth other) {
    if (this == NO || other == NO) {
      return NO;
    }
    return this == YES && other == YES ? YES : UNKNOWN;
  }
}
