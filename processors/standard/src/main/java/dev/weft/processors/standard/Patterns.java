package dev.weft.processors.standard;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Regular expressions of RE2: they take time in proportion to the text, whatever the text is. There
 * is no looking around and no reference back to a group.
 */
public final class Patterns {
  private static final int LENGTH_MAX = 10_000;

  private Patterns() {}

  /** For a settings constructor: refuses what is no pattern, naming the component. */
  public static Pattern compile(String component, String regex) {
    if (regex == null || regex.isEmpty()) {
      throw new IllegalArgumentException(component + " must be a regular expression");
    }
    if (regex.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(component + " is longer than " + LENGTH_MAX);
    }
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          component + " is not a regular expression of RE2: " + e.getMessage(), e);
    }
  }
}
