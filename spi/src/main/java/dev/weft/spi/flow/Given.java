package dev.weft.spi.flow;

import java.time.Duration;

/** Checks what the author of a flow has given for a setting, and fills in what was left out. */
public final class Given {
  private Given() {}

  /** A text that must be there. */
  public static String text(String setting, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(setting + " must be given");
    }
    return value;
  }

  /** A text that may be left out. */
  public static String textOr(String value, String otherwise) {
    return value == null || value.isEmpty() ? otherwise : value;
  }

  /** A whole number from {@code min} to {@code max}. */
  public static int within(String setting, Integer value, int otherwise, int min, int max) {
    var number = value == null ? otherwise : value;
    if (number < min || number > max) {
      throw new IllegalArgumentException(setting + " must be from " + min + " to " + max);
    }
    return number;
  }

  /** A stretch of time that is not shorter than a millisecond and not longer than {@code max}. */
  public static Duration within(String setting, Duration value, Duration otherwise, Duration max) {
    var time = value == null ? otherwise : value;
    if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(max) > 0) {
      throw new IllegalArgumentException(
          setting + " must be positive and at most " + max.toSeconds() + " seconds");
    }
    return time;
  }
}
