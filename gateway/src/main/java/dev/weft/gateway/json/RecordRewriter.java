package dev.weft.gateway.json;

/**
 * Applies a view to one record of some format: leaves fields out, masks them, and asks the row
 * filter about what is left. For one thread; reused from record to record.
 */
public interface RecordRewriter {
  /** What became of a record. */
  enum Outcome {
    /** The reader sees it as it is; the sink is empty. */
    UNCHANGED,
    /** The reader sees what the sink holds. */
    CHANGED,
    /** The row filter leaves it out. */
    FILTERED,
    /** It cannot be decoded, or is ambiguous where it matters: it must not be shown. */
    WITHHELD
  }

  /** Rewrites the record between {@code from} and {@code to}; does not change the source. */
  Outcome rewrite(RuleTree rules, byte[] source, int from, int to, UnknownFields unknownFields);
}
