package dev.weft.sql.format;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Reads and writes dates, times of day and points in time as a contract wants them: by its pattern,
 * else ISO 8601. A timestamp that names no offset is read in the contract's time zone. Equal to
 * what the registry holds records to; a test sees to that.
 */
final class Temporal {
  private final DateTimeFormatter formatter;
  private final DateTimeFormatter writer;
  private final ZoneId zone;

  private Temporal(DateTimeFormatter formatter, DateTimeFormatter writer, ZoneId zone) {
    this.formatter = formatter;
    this.writer = writer;
    this.zone = zone;
  }

  static Temporal dates(Hint hint) {
    var formatter = hint.formatter(DateTimeFormatter.ISO_LOCAL_DATE);
    return new Temporal(formatter, formatter, hint.zoneId());
  }

  static Temporal times(Hint hint) {
    var formatter = hint.formatter(DateTimeFormatter.ISO_LOCAL_TIME);
    return new Temporal(formatter, formatter, hint.zoneId());
  }

  static Temporal timestamps(Hint hint) {
    return new Temporal(
        hint.formatter(DateTimeFormatter.ISO_DATE_TIME),
        hint.formatter(DateTimeFormatter.ISO_INSTANT).withZone(hint.zoneId()),
        hint.zoneId());
  }

  Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text, formatter));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  Optional<LocalTime> time(String text) {
    try {
      return Optional.of(LocalTime.parse(text, formatter));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  Optional<Instant> timestamp(String text) {
    try {
      var parsed =
          formatter.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof OffsetDateTime offset) {
        return Optional.of(offset.toInstant());
      }
      var local = parsed instanceof LocalDateTime time ? time : ((LocalDate) parsed).atStartOfDay();
      return Optional.of(local.atZone(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  String text(LocalDate date) {
    return writer.format(date);
  }

  String text(LocalTime time) {
    return writer.format(time);
  }

  String text(Instant instant) {
    return writer.format(instant);
  }
}
