package dev.weft.processors.standard.record;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Gives unquoted CSV cells their type. Careful on purpose: what has leading zeros, a plus sign or
 * more than 15 digits is an identifier more often than a quantity, and stays text.
 */
final class CellType {
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,14})");
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,14})\\.[0-9]{1,15}");

  private CellType() {}

  /** The cell's value: null for an empty cell. */
  static Object infer(String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    var first = text.charAt(0);
    if (first != '-' && (first < '0' || first > '9')) {
      return text;
    }
    if (INTEGER.matcher(text).matches()) {
      return Long.valueOf(text);
    }
    return DECIMAL.matcher(text).matches() ? new BigDecimal(text) : text;
  }
}
