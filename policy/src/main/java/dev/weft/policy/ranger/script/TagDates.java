package dev.weft.policy.ranger.script;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Dates in attributes of tags: as Atlas writes them, or as year/month/day; meant in UTC. */
final class TagDates {
  private static final DateTimeFormatter ATLAS =
      DateTimeFormatter.ofPattern("uuuu-M-d'T'H:m:s.SSS'Z'");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu/M/d");

  private TagDates() {}

  static Optional<Instant> parse(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    return parse(text, ATLAS).or(() -> parse(text, DAY));
  }

  /** What follows a date does not matter. */
  private static Optional<Instant> parse(String text, DateTimeFormatter format) {
    try {
      var parsed = format.parse(text, new ParsePosition(0));
      var day = LocalDate.from(parsed);
      var time = parsed.query(java.time.temporal.TemporalQueries.localTime());
      var moment = time == null ? day.atStartOfDay() : LocalDateTime.of(day, time);
      return Optional.of(moment.toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
