package dev.weft.policy.cel;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;

/** Times as text by Java's patterns ({@code yyyy-MM-dd HH:mm:ss}), in a time zone. */
final class Times {
  private static final int PATTERN_LENGTH_MAX = 100;

  private Times() {}

  static String format(Instant time, String pattern, String zone) {
    try {
      return formatter(pattern).withZone(ZoneId.of(zone)).format(time);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("the time cannot be written so: " + e.getMessage(), e);
    }
  }

  /** What the text does not say: midnight, and the zone given. */
  static Instant parse(String text, String pattern, String zone) {
    try {
      TemporalAccessor parsed =
          formatter(pattern)
              .parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof ZonedDateTime time) {
        return time.toInstant();
      }
      var local = parsed instanceof LocalDateTime time ? time : ((LocalDate) parsed).atStartOfDay();
      return local.atZone(ZoneId.of(zone)).toInstant();
    } catch (DateTimeException e) {
      // Not the parser's words: they hold the text.
      throw new IllegalArgumentException("the text is no time of the pattern " + pattern, e);
    }
  }

  private static DateTimeFormatter formatter(String pattern) {
    if (pattern.length() > PATTERN_LENGTH_MAX) {
      throw new IllegalArgumentException("a pattern of times is longer than 100 characters");
    }
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }
}
