package dev.weft.policy.cel;

/** Makes texts as long as they should be, counted in code points. */
final class Pads {
  private static final long LENGTH_MAX = 10_000;

  private Pads() {}

  static String left(String text, long length, String with) {
    return padding(text, length, with) + text;
  }

  static String right(String text, long length, String with) {
    return text + padding(text, length, with);
  }

  private static String padding(String text, long length, String with) {
    if (length > LENGTH_MAX || with.codePointCount(0, with.length()) != 1) {
      throw new IllegalArgumentException(
          "padding takes one character and a length up to " + LENGTH_MAX);
    }
    var missing = length - text.codePointCount(0, text.length());
    return missing <= 0 ? "" : with.repeat((int) missing);
  }
}
