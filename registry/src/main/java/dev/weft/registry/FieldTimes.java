package dev.weft.registry;

import dev.weft.model.Contract;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the dates, times of day and points in time of one field, as its contract says they are
 * written: by {@code format} of {@code logicalTypeOptions}, else ISO 8601. A timestamp that names
 * no offset is read in {@code defaultTimezone}, else in UTC.
 *
 * <p>What is not such a text ends with a {@link DateTimeException}.
 *
 * @param pattern the contract's own, if it has one
 */
public record FieldTimes(Optional<DateTimeFormatter> pattern, ZoneId zone) {

  /** Empty when the contract's pattern or zone means nothing. */
  public static Optional<FieldTimes> of(Contract.Field field) {
    var options = new Options(field.logicalTypeOptions(), field.name());
    try {
      return Optional.of(
          new FieldTimes(
              options.text("format").map(FieldTimes::formatter),
              options.text("defaultTimezone").map(ZoneId::of).orElse(ZoneOffset.UTC)));
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
  }

  public LocalDate date(String text) {
    return pattern.map(it -> LocalDate.parse(text, it)).orElseGet(() -> LocalDate.parse(text));
  }

  public LocalTime time(String text) {
    return pattern.map(it -> LocalTime.parse(text, it)).orElseGet(() -> LocalTime.parse(text));
  }

  public Instant timestamp(String text) {
    var plain = pattern.isPresent() ? Optional.<PlainTimestamp>empty() : PlainTimestamp.of(text);
    if (plain.isPresent()) {
      return plain.get().at(zone);
    }
    var parsed =
        pattern
            .orElse(DateTimeFormatter.ISO_DATE_TIME)
            .parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    if (parsed instanceof OffsetDateTime offset) {
      return offset.toInstant();
    }
    var local = parsed instanceof LocalDateTime time ? time : ((LocalDate) parsed).atStartOfDay();
    return local.atZone(zone).toInstant();
  }
}
