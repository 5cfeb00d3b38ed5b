package dev.weft.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A moment as people write it, by ISO 8601: {@code 2026-12-31}, {@code 2026-12-31T18:00} (both by
 * UTC), {@code 2026-12-31T18:00Z}, {@code 2026-12-31T18:00+01:00} or with a zone's name behind that
 * in brackets.
 */
public final class MomentText {
  /** What may be written, as hints of problems say it. */
  public static final String HINT =
      "Write it by ISO 8601: 2026-12-31, 2026-12-31T18:00Z or 2026-12-31T18:00+01:00.";

  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  private MomentText() {}

  /** The first moment of what is written; a date begins with its day. Empty when it is none. */
  public static Optional<Instant> first(String text) {
    return read(text, 0);
  }

  /** The last moment of what is written; a date ends with its day. Empty when it is none. */
  public static Optional<Instant> last(String text) {
    return read(text, 1);
  }

  private static Optional<Instant> read(String text, int days) {
    try {
      return Optional.of(moment(text.strip(), days))
          .filter(found -> !found.isBefore(FIRST) && !found.isAfter(LAST));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Instant moment(String text, int days) {
    if (!text.contains("T")) {
      var day = LocalDate.parse(text).plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
      return days == 0 ? day : day.minusMillis(1);
    }
    var read =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, ZonedDateTime::from, LocalDateTime::from);
    return read instanceof ZonedDateTime zoned
        ? zoned.toInstant()
        : LocalDateTime.from(read).toInstant(ZoneOffset.UTC);
  }
}
