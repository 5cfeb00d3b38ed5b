package dev.weft.catalog.search.query;

/**
 * A value as it stands in a question.
 *
 * @param number what it is as a number: of times, the milliseconds since 1970; 0 for texts
 */
public record Literal(String text, long number, boolean isText) {
  @Override
  public String toString() {
    return isText ? "'" + text.replace("'", "''") + "'" : text;
  }
}
