package dev.weft.registry.quality;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/** The moment that a value names: a time, its ISO 8601 text, or milliseconds since 1970. */
final class EventTime {
  /** Before this a number is no time in milliseconds; 1973. */
  private static final long MILLIS_MIN = 100_000_000_000L;

  private EventTime() {}

  /** In milliseconds since 1970; without an offset it is UTC. Empty when it is no moment. */
  static OptionalLong of(Object value) {
    if (value instanceof Instant instant) {
      return OptionalLong.of(instant.toEpochMilli());
    }
    if (value instanceof LocalDateTime local) {
      return OptionalLong.of(local.toInstant(ZoneOffset.UTC).toEpochMilli());
    }
    if (value instanceof LocalDate date) {
      return OptionalLong.of(date.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli());
    }
    if (value instanceof Long millis && millis >= MILLIS_MIN) {
      return OptionalLong.of(millis);
    }
    return value instanceof String text ? parse(text) : OptionalLong.empty();
  }

  private static OptionalLong parse(String text) {
    try {
      var length = text.length();
      if (length == "2026-11-28".length()) {
        return of(LocalDate.parse(text));
      }
      if (length < "2026-11-28T10:00".length()
          || length > "2026-11-28T10:00:00.123456789+01:00".length()) {
        return OptionalLong.empty();
      }
      var iso = text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
      var last = iso.charAt(length - 1);
      var hasOffset = last == 'Z' || iso.indexOf('+', 11) > 0 || iso.indexOf('-', 11) > 0;
      return hasOffset ? of(OffsetDateTime.parse(iso).toInstant()) : of(LocalDateTime.parse(iso));
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }
}
