package dev.weft.policy.ranger.script;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.TimeZone;

/** From a time, included, to another, excluded; with one end only, the end is excluded. */
record TimeRange(Optional<Instant> from, Optional<Instant> to) {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu/M/d[ H:m[:s]]")
          .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
          .toFormatter(java.util.Locale.ROOT);

  static TimeRange of(Scope scope, String from, String to, String zone) {
    var place = zone.isBlank() ? scope.request().host() : TimeZone.getTimeZone(zone).toZoneId();
    return new TimeRange(moment(from, place), moment(to, place));
  }

  private static Optional<Instant> moment(String text, ZoneId zone) {
    try {
      return Optional.of(LocalDateTime.parse(text.strip(), FORMAT).atZone(zone).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  boolean holds(Scope scope) {
    var moment = scope.request().asked().moment();
    if (to.isEmpty()) {
      return moment.isAfter(from.orElse(Instant.ofEpochMilli(-1)));
    }
    return moment.isBefore(to.get()) && from.map(start -> !moment.isBefore(start)).orElse(true);
  }
}
