package dev.weft.registry;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The limits on dates, timestamps and times of day. Text must follow {@code format}, or ISO 8601
 * when none is given. Timestamps without an offset are read in {@code defaultTimezone}.
 */
final class TemporalRules {
  private final LogicalType type;
  private final DateTimeFormatter format;
  private final boolean hasFormat;
  private final ZoneId zone;

  private TemporalRules(LogicalType type, Options options) {
    this.type = type;
    this.hasFormat = options.text("format").isPresent();
    try {
      this.format =
          options
              .text("format")
              .map(pattern -> DateTimeFormatter.ofPattern(pattern, Locale.ROOT))
              .orElse(DateTimeFormatter.ISO_DATE_TIME);
    } catch (IllegalArgumentException e) {
      throw options.wrong("format", "is not a pattern for times");
    }
    try {
      this.zone = options.text("defaultTimezone").map(ZoneId::of).orElse(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw options.wrong("defaultTimezone", "is not a time zone");
    }
  }

  static List<ValueRule> of(LogicalType type, Options options) {
    var reader = new TemporalRules(type, options);
    var rules = new ArrayList<ValueRule>();
    rules.add(
        new ValueRule(
            "type",
            "be " + type.article() + options.text("format").map(f -> " like " + f).orElse(""),
            value -> !(value instanceof String) || reader.readable(value)));
    for (var bound : options.bounds()) {
      var limit = reader.limit(bound, options);
      rules.add(
          new ValueRule(
              bound.key(),
              bound.promise(),
              value -> !reader.readable(value) || bound.holds(reader.compare(value, limit))));
    }
    return rules;
  }

  private Comparable<?> limit(Options.Bound bound, Options options) {
    try {
      return read(bound.limit());
    } catch (DateTimeException e) {
      throw options.wrong(bound.key(), "is not " + type.article());
    }
  }

  private boolean readable(Object value) {
    try {
      return read(value) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private int compare(Object value, Comparable<?> limit) {
    return switch (type) {
      case DATE -> ((LocalDate) read(value)).compareTo((LocalDate) limit);
      case TIME -> ((LocalTime) read(value)).compareTo((LocalTime) limit);
      default -> ((Instant) read(value)).compareTo((Instant) limit);
    };
  }

  private Comparable<?> read(Object value) {
    if (!(value instanceof String text)) {
      return value instanceof LocalDateTime local
          ? local.atZone(zone).toInstant()
          : (Comparable<?>) value;
    }
    return switch (type) {
      case DATE -> hasFormat ? LocalDate.parse(text, format) : LocalDate.parse(text);
      case TIME -> hasFormat ? LocalTime.parse(text, format) : LocalTime.parse(text);
      default -> timestamp(text);
    };
  }

  private Instant timestamp(String text) {
    var plain = hasFormat ? Optional.<PlainTimestamp>empty() : PlainTimestamp.of(text);
    if (plain.isPresent()) {
      return plain.get().at(zone);
    }
    var parsed = format.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    if (parsed instanceof OffsetDateTime offset) {
      return offset.toInstant();
    }
    var local = parsed instanceof LocalDateTime time ? time : ((LocalDate) parsed).atStartOfDay();
    return local.atZone(zone).toInstant();
  }
}
