package dev.weft.processors.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.weft.model.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;

/**
 * The semantic types of Debezium, as its documentation of the connectors lists them under "Data
 * type mappings". A time without a zone stays one, as in the processors for databases. What is
 * beyond the type, such as PostgreSQL's infinity or MySQL's times of more than a day, stays text.
 */
final class DebeziumTypes {
  private static final long NANOS_OF_DAY = Duration.ofDays(1).toNanos();
  private static final ObjectReader DOCUMENT =
      Json.MAPPER.readerFor(Object.class).with(DeserializationFeature.USE_LONG_FOR_INTS);

  private interface Reading {
    Object of(Object value) throws JsonProcessingException;
  }

  private static final Map<String, Reading> TYPES =
      Map.ofEntries(
          Map.entry("io.debezium.time.Date", value -> LocalDate.ofEpochDay(whole(value))),
          Map.entry("io.debezium.time.Time", value -> timeOfDay(value, ChronoUnit.MILLIS)),
          Map.entry("io.debezium.time.MicroTime", value -> timeOfDay(value, ChronoUnit.MICROS)),
          Map.entry("io.debezium.time.NanoTime", value -> timeOfDay(value, ChronoUnit.NANOS)),
          Map.entry("io.debezium.time.Timestamp", value -> local(value, ChronoUnit.MILLIS)),
          Map.entry("io.debezium.time.MicroTimestamp", value -> local(value, ChronoUnit.MICROS)),
          Map.entry("io.debezium.time.NanoTimestamp", value -> local(value, ChronoUnit.NANOS)),
          Map.entry("io.debezium.time.MicroDuration", value -> duration(value, ChronoUnit.MICROS)),
          Map.entry("io.debezium.time.NanoDuration", value -> duration(value, ChronoUnit.NANOS)),
          Map.entry(
              "io.debezium.time.ZonedTimestamp",
              value -> OffsetDateTime.parse((String) value).toInstant()),
          Map.entry(
              "io.debezium.time.IsoDate",
              value -> LocalDate.parse((String) value, DateTimeFormatter.ISO_DATE)),
          Map.entry(
              "io.debezium.time.IsoTime",
              value -> LocalTime.parse((String) value, DateTimeFormatter.ISO_TIME)),
          Map.entry(
              "io.debezium.time.IsoTimestamp",
              value -> LocalDateTime.parse((String) value, DateTimeFormatter.ISO_DATE_TIME)),
          Map.entry("io.debezium.data.Json", value -> DOCUMENT.readValue((String) value)),
          Map.entry("io.debezium.data.VariableScaleDecimal", value -> decimal((Struct) value)));

  private DebeziumTypes() {}

  /** The value; empty when it is of no such type, or cannot be what its type says. */
  static Optional<Object> read(String type, Object value) {
    var reading = TYPES.get(type);
    if (reading == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(reading.of(value));
    } catch (DateTimeException | ArithmeticException | JsonProcessingException e) {
      return Optional.of(value instanceof Number ? whole(value) : String.valueOf(value));
    }
  }

  private static long whole(Object value) {
    return ((Number) value).longValue();
  }

  private static Duration length(Object value, ChronoUnit unit) {
    return Duration.of(whole(value), unit);
  }

  private static Object timeOfDay(Object value, ChronoUnit unit) {
    var length = length(value, unit);
    return length.isNegative() || length.toDays() > 0
        ? length.toString()
        : LocalTime.ofNanoOfDay(length.toNanos() % NANOS_OF_DAY);
  }

  private static Object duration(Object value, ChronoUnit unit) {
    return length(value, unit).toString();
  }

  private static Object local(Object value, ChronoUnit unit) {
    var instant = Instant.EPOCH.plus(length(value, unit));
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static Object decimal(Struct struct) {
    var unscaled = new BigInteger(ConnectValues.bytes(struct.get("value")));
    return new BigDecimal(unscaled, struct.getInt32("scale"));
  }
}
