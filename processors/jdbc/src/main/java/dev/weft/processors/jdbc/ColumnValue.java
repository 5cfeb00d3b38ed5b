package dev.weft.processors.jdbc;

import dev.weft.model.Json;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Values of records as columns take them. Texts are read as ISO 8601, numbers or Base64 where the
 * column is of that kind, as {@link ColumnType} writes them; an instant is stored in a column
 * without zone as UTC.
 */
final class ColumnValue {
  private ColumnValue() {}

  /** The value for the column; throws some RuntimeException when it does not fit. */
  static Object of(Column column, Object value) {
    if (value == null) {
      return null;
    }
    return switch (column.type()) {
      case INTEGER, DECIMAL -> number(value);
      case FLOAT ->
          value instanceof Number number ? number.doubleValue() : number(value).doubleValue();
      case BOOLEAN -> flag(value);
      case DATE -> value instanceof LocalDate ? value : LocalDate.parse((String) value);
      case TIME -> value instanceof LocalTime ? value : LocalTime.parse((String) value);
      case TIMESTAMP -> local(value);
      case INSTANT -> instant(value);
      case BYTES -> value instanceof byte[] ? value : Base64.getDecoder().decode((String) value);
      case JSON -> Json.text(value);
      case ARRAY -> ((List<?>) value).toArray();
      case TEXT -> value instanceof Map || value instanceof List ? Json.text(value) : text(value);
    };
  }

  private static BigDecimal number(Object value) {
    if (value instanceof BigDecimal || value instanceof Long || value instanceof Double) {
      return new BigDecimal(value.toString());
    }
    return new BigDecimal((String) value);
  }

  private static Boolean flag(Object value) {
    if (value instanceof Boolean known) {
      return known;
    }
    return switch ((String) value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  private static LocalDateTime local(Object value) {
    if (value instanceof Instant time) {
      return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }
    return value instanceof LocalDateTime time ? time : LocalDateTime.parse((String) value);
  }

  private static OffsetDateTime instant(Object value) {
    return value instanceof Instant time
        ? time.atOffset(ZoneOffset.UTC)
        : OffsetDateTime.parse((String) value);
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? Base64.getEncoder().encodeToString(bytes)
        : value.toString();
  }

  /** Binds what {@link #of} gave. */
  static void bind(PreparedStatement statement, int index, Column column, Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, column.sqlType());
    } else if (column.type() == ColumnType.ARRAY) {
      // PostgreSQL calls an array of int4 _int4.
      var element = column.typeName().replaceFirst("^_", "");
      statement.setArray(index, statement.getConnection().createArrayOf(element, (Object[]) value));
    } else if (column.sqlType() == Types.OTHER || column.type() == ColumnType.JSON) {
      statement.setObject(index, value, Types.OTHER);
    } else {
      statement.setObject(index, value);
    }
  }
}
