package dev.weft.sql;

/**
 * A piece of a query's text.
 *
 * @param start the offset of its first character
 * @param end the offset behind its last
 */
record SqlToken(Kind kind, String text, int start, int end) {
  /** What a piece is. */
  enum Kind {
    WORD,
    /** In backticks. */
    QUOTED,
    STRING,
    NUMBER,
    /** {@code :name}, without the colon. */
    PARAMETER,
    /** A hint to the planner, {@code /*+ ... *}{@code /}. */
    HINT,
    SYMBOL,
    /** A text, identifier or comment that does not end. */
    OPEN
  }

  boolean is(String word) {
    return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
  }
}
