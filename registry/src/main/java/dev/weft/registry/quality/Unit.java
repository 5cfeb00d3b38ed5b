package dev.weft.registry.quality;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** In what something is measured. */
public enum Unit {
  RECORDS,
  /** Whatever a query gives. */
  NUMBER,
  PERCENT,
  SECONDS;

  private static final double MILLIS = 1_000;
  private static final double MINUTE = 60;
  private static final double HOUR = 3_600;
  private static final double DAY = 86_400;

  /** A number in this unit for people, with three digits or so. */
  public String text(double number) {
    return switch (this) {
      case RECORDS -> plain(number) + (number == 1 ? " record" : " records");
      case NUMBER -> plain(number);
      case PERCENT -> plain(number) + " %";
      case SECONDS -> seconds(number);
    };
  }

  /** A stretch of time for people. */
  static String text(Duration time) {
    return seconds(time.toMillis() / 1000.0);
  }

  private static String seconds(double seconds) {
    if (suits(seconds, DAY)) {
      return plain(seconds / DAY) + (seconds == DAY ? " day" : " days");
    }
    if (suits(seconds, HOUR)) {
      return plain(seconds / HOUR) + " h";
    }
    if (suits(seconds, MINUTE)) {
      return plain(seconds / MINUTE) + " min";
    }
    return seconds > 0 && seconds < 1 ? plain(seconds * MILLIS) + " ms" : plain(seconds) + " s";
  }

  /** Whole ones, and two or more. */
  private static boolean suits(double seconds, double unit) {
    return seconds >= 2 * unit || (seconds > 0 && seconds % unit == 0);
  }

  /** Whole numbers as they are; others with three digits. */
  private static String plain(double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return String.format(Locale.ROOT, "%,d", (long) number);
    }
    return BigDecimal.valueOf(number)
        .round(new MathContext(3, RoundingMode.HALF_UP))
        .stripTrailingZeros()
        .toPlainString();
  }

  /**
   * A stretch of time as service levels name it: {@code d}, {@code day}, {@code days}. A single
   * {@code m} is a minute. Empty for any other word.
   */
  static Optional<Duration> time(String word) {
    return Optional.ofNullable(
        switch (word.strip().toLowerCase(Locale.ROOT)) {
          case "ms", "millisecond", "milliseconds" -> Duration.ofMillis(1);
          case "s", "sec", "second", "seconds" -> Duration.ofSeconds(1);
          case "m", "min", "minute", "minutes" -> Duration.ofMinutes(1);
          case "h", "hr", "hour", "hours" -> Duration.ofHours(1);
          case "d", "day", "days" -> Duration.ofDays(1);
          case "w", "wk", "week", "weeks" -> Duration.ofDays(7);
          case "mo", "month", "months" -> Duration.ofDays(30);
          case "y", "yr", "year", "years" -> Duration.ofDays(365);
          default -> null;
        });
  }
}
