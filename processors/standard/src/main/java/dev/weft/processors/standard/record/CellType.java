package dev.weft.processors.standard.record;

import java.math.BigDecimal;

/**
 * Gives unquoted CSV cells their type. Careful on purpose: what has leading zeros, a plus sign or
 * more than 15 digits is an identifier more often than a quantity, and stays text.
 */
final class CellType {
  private static final int DIGITS_MAX = 15;

  private CellType() {}

  /** The cell's value: null for an empty cell. */
  static Object infer(String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    var first = text.charAt(0) == '-' ? 1 : 0;
    var whole = digits(text, first);
    if (whole == 0 || whole > DIGITS_MAX || (whole > 1 && text.charAt(first) == '0')) {
      return text;
    }
    var point = first + whole;
    if (point == text.length()) {
      return Long.valueOf(text);
    }
    return text.charAt(point) == '.' && isFraction(text, point + 1) ? new BigDecimal(text) : text;
  }

  /** Whether what is no empty cell is read as text. */
  static boolean isText(String text) {
    var c = text.charAt(0);
    var perhapsNot = c == '-' || (c >= '0' && c <= '9') || c == 't' || c == 'f';
    return !perhapsNot || infer(text) instanceof String;
  }

  private static boolean isFraction(String text, int from) {
    var count = digits(text, from);
    return count >= 1 && count <= DIGITS_MAX && from + count == text.length();
  }

  /** How many digits follow each other from here on. */
  private static int digits(String text, int from) {
    var at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }
}
