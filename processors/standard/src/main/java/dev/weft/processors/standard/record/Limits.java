package dev.weft.processors.standard.record;

/** How large one record may be while it is read. */
public final class Limits {
  /** Characters of one record's text. */
  public static final int RECORD_CHARACTERS = 1 << 20;

  /** Lines over which one quoted CSV record may run. */
  static final int RECORD_LINES = 1_000;

  private Limits() {}
}
