package dev.weft.policy.cel;

import com.google.common.primitives.UnsignedLong;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Translates between the values of records and those of CEL.
 *
 * <p>CEL has one integer and one floating type, so all other numbers become one of these; dates and
 * times without a zone become their ISO text, since CEL knows instants only.
 */
public final class RecordValues {
  private RecordValues() {}

  /** A record's value as CEL's. */
  public static Object toCel(Object value) {
    if (value instanceof String || value instanceof Long || value instanceof Double) {
      return value;
    }
    if (value == null) {
      return NullValue.NULL_VALUE;
    }
    if (value instanceof Map<?, ?> map) {
      return toCel(map);
    }
    return value instanceof List<?> list ? toCel(list) : scalarToCel(value);
  }

  private static Object scalarToCel(Object value) {
    if (value instanceof BigDecimal || value instanceof Float) {
      return ((Number) value).doubleValue();
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof LocalDate
        || value instanceof LocalTime
        || value instanceof LocalDateTime) {
      return value.toString();
    }
    return value instanceof byte[] bytes ? CelByteString.of(bytes) : value;
  }

  static Map<String, Object> toCel(Map<?, ?> map) {
    var copy = new LinkedHashMap<String, Object>();
    map.forEach((name, value) -> copy.put(String.valueOf(name), toCel(value)));
    return copy;
  }

  private static List<Object> toCel(List<?> list) {
    var copy = new ArrayList<Object>(list.size());
    list.forEach(value -> copy.add(toCel(value)));
    return copy;
  }

  /** CEL's value as a record's. */
  static Object fromCel(Object value) {
    if (value instanceof NullValue || value instanceof com.google.protobuf.NullValue) {
      return null;
    }
    if (value instanceof Map<?, ?> map) {
      var copy = new LinkedHashMap<String, Object>();
      map.forEach((name, inner) -> copy.put(String.valueOf(name), fromCel(inner)));
      return copy;
    }
    if (value instanceof List<?> list) {
      var copy = new ArrayList<Object>(list.size());
      list.forEach(inner -> copy.add(fromCel(inner)));
      return copy;
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(RecordValues::fromCel).orElse(null);
    }
    return scalarFromCel(value);
  }

  private static Object scalarFromCel(Object value) {
    if (value instanceof CelByteString bytes) {
      return bytes.toByteArray();
    }
    if (value instanceof ByteString bytes) {
      return bytes.toByteArray();
    }
    if (value instanceof UnsignedLong number) {
      return new BigDecimal(number.bigIntegerValue());
    }
    if (value instanceof Timestamp time) {
      return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
    if (value instanceof java.time.Duration duration) {
      return duration.toString();
    }
    return value instanceof Duration duration
        ? java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos()).toString()
        : value;
  }
}
