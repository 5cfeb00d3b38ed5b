package dev.weft.registry.quality;

import java.util.regex.Pattern;

/**
 * A text that a regular expression may look at only so often: a pattern that backtracks for ever on
 * hostile data ends with "does not match" instead of stopping the flow.
 */
public final class BoundedText implements CharSequence {
  private static final int LOOKS_MAX = 1_000_000;

  private final CharSequence text;
  private final int[] looks;

  private BoundedText(CharSequence text, int[] looks) {
    this.text = text;
    this.looks = looks;
  }

  /** Whether it is found; false as well when the pattern takes too long. */
  public static boolean find(Pattern pattern, String text) {
    try {
      return pattern.matcher(new BoundedText(text, new int[1])).find();
    } catch (Exhausted | StackOverflowError e) {
      return false;
    }
  }

  @Override
  public char charAt(int index) {
    if (++looks[0] > LOOKS_MAX) {
      throw new Exhausted();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new BoundedText(text.subSequence(start, end), looks);
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private static final class Exhausted extends RuntimeException {
    Exhausted() {
      super("the pattern takes too long", null, false, false);
    }
  }
}
