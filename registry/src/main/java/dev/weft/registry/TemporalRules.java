package dev.weft.registry;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The limits on dates, timestamps and times of day, which {@link FieldTimes} reads from texts. */
final class TemporalRules {
  private final LogicalType type;
  private final FieldTimes times;

  private TemporalRules(LogicalType type, Options options) {
    this.type = type;
    this.times = times(options);
  }

  private static FieldTimes times(Options options) {
    try {
      var pattern = options.text("format").map(FieldTimes::formatter);
      return new FieldTimes(pattern, zone(options));
    } catch (IllegalArgumentException e) {
      throw options.wrong("format", "is not a pattern for times");
    }
  }

  private static ZoneId zone(Options options) {
    try {
      return options.text("defaultTimezone").map(ZoneId::of).orElse(ZoneOffset.UTC);
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
          ? local.atZone(times.zone()).toInstant()
          : (Comparable<?>) value;
    }
    return switch (type) {
      case DATE -> times.date(text);
      case TIME -> times.time(text);
      default -> times.timestamp(text);
    };
  }
}
