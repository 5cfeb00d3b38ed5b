package dev.weft.sql.lineage;

/** How a value comes from a field; each hides more of it than the one before. */
enum How {
  IDENTITY,
  TRANSFORMED,
  AGGREGATED,
  HIDDEN;

  /** Of two ways to the same value: the one that shows more. */
  How or(How other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** Of two steps of one way: the one that hides more. */
  How then(How other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
