package dev.weft.sql;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Values of parameters as literals of SQL. A value can never be more than one literal: what is not
 * plainly a number or a truth value is a text, with its quotes doubled.
 */
final class Parameters {
  private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d{0,17})(?:\\.\\d{1,18})?");
  private static final Set<String> TRUTH = Set.of("true", "false");

  /** Words that only a text may follow: {@code DATE :day} is {@code DATE '2026-05-01'}. */
  private static final Set<String> BEFORE_TEXT = Set.of("DATE", "TIME", "TIMESTAMP", "INTERVAL");

  private Parameters() {}

  /**
   * @param before the word before the parameter, in capital letters
   */
  static String literal(String value, String before) {
    if (!BEFORE_TEXT.contains(before)) {
      if (NUMBER.matcher(value).matches()) {
        return value.startsWith("-") ? "(" + value + ")" : value;
      }
      if (TRUTH.contains(value)) {
        return value;
      }
    }
    return "'" + value.replace("'", "''") + "'";
  }
}
