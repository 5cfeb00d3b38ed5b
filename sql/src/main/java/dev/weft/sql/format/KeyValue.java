package dev.weft.sql.format;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.function.Function;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * One value of a key: as {@code String.valueOf} writes it, which is what flows do.
 *
 * @param reader throws NumberFormatException or DateTimeException for what is not such a value
 * @param nobody a value that stands for no row
 */
record KeyValue(Function<String, Object> reader, Function<Object, String> writer, Object nobody) {
  private static final int DIGITS_MAX = 400;

  /** Null when the text is no such value. */
  Object read(String text) {
    try {
      return reader.apply(text);
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  String text(Object value) {
    return writer.apply(value);
  }

  static KeyValue[] of(RowType key) {
    return key.getChildren().stream().map(KeyValue::of).toArray(KeyValue[]::new);
  }

  private static KeyValue of(LogicalType type) {
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> new KeyValue(KeyValue::bool, String::valueOf, false);
      case INTEGER -> new KeyValue(Integer::valueOf, String::valueOf, Integer.MIN_VALUE);
      case BIGINT -> new KeyValue(Long::valueOf, String::valueOf, Long.MIN_VALUE);
      case DOUBLE -> new KeyValue(Double::valueOf, String::valueOf, -Double.MAX_VALUE);
      case DECIMAL -> decimals((DecimalType) type);
      case DATE ->
          new KeyValue(
              text -> (int) LocalDate.parse(text).toEpochDay(),
              value -> LocalDate.ofEpochDay((Integer) value).toString(),
              Integer.MIN_VALUE / 2);
      case TIME_WITHOUT_TIME_ZONE ->
          new KeyValue(
              text -> (int) (LocalTime.parse(text).toNanoOfDay() / 1_000_000),
              value -> LocalTime.ofNanoOfDay((Integer) value * 1_000_000L).toString(),
              -1);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          new KeyValue(
              text -> TimestampData.fromInstant(java.time.Instant.parse(text)),
              value -> ((TimestampData) value).toInstant().toString(),
              TimestampData.fromEpochMillis(Long.MIN_VALUE / 2));
      case VARCHAR, CHAR ->
          new KeyValue(
              StringData::fromString, Object::toString, StringData.fromString("\u0000\u0000"));
      default -> throw new IllegalArgumentException("no key has values of the type " + type);
    };
  }

  private static Object bool(String text) {
    return text.equals("true") ? (Object) true : text.equals("false") ? false : null;
  }

  private static KeyValue decimals(DecimalType type) {
    var least = BigDecimal.TEN.pow(type.getPrecision()).subtract(BigDecimal.ONE).negate();
    return new KeyValue(
        text -> decimal(text, type),
        value -> FieldWriter.plain(((DecimalData) value).toBigDecimal()),
        DecimalData.fromBigDecimal(
            least.movePointLeft(type.getScale()), type.getPrecision(), type.getScale()));
  }

  private static DecimalData decimal(String text, DecimalType type) {
    if (text.length() > DIGITS_MAX) {
      return null;
    }
    var number = new BigDecimal(text);
    return Math.abs((long) number.scale()) > DIGITS_MAX
        ? null
        : DecimalData.fromBigDecimal(number, type.getPrecision(), type.getScale());
  }
}
