package dev.weft.gateway.avro;

import dev.weft.gateway.avro.Numbers.WholeType;
import dev.weft.gateway.json.RecordSink;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Dates, times and timestamps: whole numbers in Avro, ISO 8601 texts in JSON. A number that is no
 * time of day is shown as a number.
 */
final class TemporalType implements ScalarType {
  /** What the number counts from. */
  enum Kind {
    DATE,
    TIME,
    INSTANT,
    LOCAL
  }

  private static final LocalDate EPOCH = LocalDate.ofEpochDay(0);

  private final Kind kind;
  private final TimeUnit unit;
  private final WholeType number;

  TemporalType(Kind kind, TimeUnit unit, boolean isInt) {
    this.kind = kind;
    this.unit = unit;
    this.number = new WholeType(isInt);
  }

  @Override
  public void skip(AvroReader in) {
    number.skip(in);
  }

  @Override
  public void json(AvroReader in, RecordSink out) {
    var value = number.take(in);
    String text;
    try {
      text = '"' + text(value) + '"';
    } catch (DateTimeException e) {
      text = Long.toString(value);
    }
    Numbers.write(text, out);
  }

  private String text(long value) {
    return switch (kind) {
      case DATE -> LocalDate.ofEpochDay(value).toString();
      case TIME -> time(value).format(DateTimeFormatter.ISO_LOCAL_TIME);
      case INSTANT -> instant(value).toString();
      case LOCAL ->
          LocalDateTime.ofInstant(instant(value), ZoneOffset.UTC)
              .format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
    };
  }

  private LocalTime time(long value) {
    if (value < 0 || value >= unit.convert(1, TimeUnit.DAYS)) {
      throw new DateTimeException("no time of day");
    }
    return LocalTime.ofNanoOfDay(unit.toNanos(value));
  }

  private Instant instant(long value) {
    var second = unit.convert(1, TimeUnit.SECONDS);
    return Instant.ofEpochSecond(
        Math.floorDiv(value, second), unit.toNanos(Math.floorMod(value, second)));
  }

  @Override
  public void avro(Object masked, RecordSink out) {
    if (masked instanceof Number plain) {
      number.put(plain.longValue(), out);
    } else {
      number.put(masked instanceof String text ? count(text) : 0, out);
    }
  }

  /** What a mask wrote may be a date where a timestamp stands, or no time at all. */
  private long count(String text) {
    try {
      return switch (kind) {
        case DATE -> moment(text).map(LocalDateTime::toLocalDate).orElse(EPOCH).toEpochDay();
        case TIME -> unit.convert(LocalTime.parse(text).toNanoOfDay(), TimeUnit.NANOSECONDS);
        default -> moment(text).map(this::count).orElse(0L);
      };
    } catch (DateTimeException | ArithmeticException e) {
      return 0;
    }
  }

  private long count(LocalDateTime moment) {
    var seconds = moment.toEpochSecond(ZoneOffset.UTC);
    return Math.addExact(
        Math.multiplyExact(seconds, unit.convert(1, TimeUnit.SECONDS)),
        unit.convert(moment.get(ChronoField.NANO_OF_SECOND), TimeUnit.NANOSECONDS));
  }

  private static Optional<LocalDateTime> moment(String text) {
    if (text.indexOf('T') < 0) {
      return Optional.of(LocalDate.parse(text).atStartOfDay());
    }
    return Optional.of(
        text.endsWith("Z")
            ? LocalDateTime.ofInstant(Instant.parse(text), ZoneOffset.UTC)
            : LocalDateTime.parse(text));
  }
}
