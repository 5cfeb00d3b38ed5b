package dev.weft.processors.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.weft.model.Json;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a column's values become values of a record. */
enum ColumnType {
  INTEGER("integer"),
  DECIMAL("number"),
  FLOAT("number"),
  BOOLEAN("boolean"),
  DATE("date"),
  TIME("time"),
  /** Without a zone: what the clock on the wall says. */
  TIMESTAMP("timestamp"),
  /** With a zone: a point in time. */
  INSTANT("timestamp"),
  BYTES("string"),
  JSON("object"),
  ARRAY("array"),
  TEXT("string");

  private static final ObjectReader DOCUMENT =
      Json.MAPPER.readerFor(Object.class).with(DeserializationFeature.USE_LONG_FOR_INTS);

  private final String logicalType;

  ColumnType(String logicalType) {
    this.logicalType = logicalType;
  }

  /** As contracts name it. */
  String logicalType() {
    return logicalType;
  }

  /** PostgreSQL tells some types apart by name only: its timestamptz says TIMESTAMP. */
  static ColumnType of(int sqlType, String typeName) {
    return switch (typeName.toLowerCase(Locale.ROOT)) {
      case "timestamptz" -> INSTANT;
      case "json", "jsonb" -> JSON;
      case "timetz", "money", "bit" -> TEXT;
      default -> of(sqlType);
    };
  }

  private static ColumnType of(int sqlType) {
    return switch (sqlType) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> INTEGER;
      case Types.NUMERIC, Types.DECIMAL -> DECIMAL;
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> FLOAT;
      case Types.BIT, Types.BOOLEAN -> BOOLEAN;
      case Types.DATE -> DATE;
      case Types.TIME -> TIME;
      case Types.TIMESTAMP -> TIMESTAMP;
      case Types.TIMESTAMP_WITH_TIMEZONE -> INSTANT;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> BYTES;
      case Types.ARRAY -> ARRAY;
      default -> TEXT;
    };
  }

  /** What a type is to contracts, by its name alone, as lists of tables tell it. */
  static String logicalTypeOf(String typeName) {
    var name = typeName.toLowerCase(Locale.ROOT).replaceAll("\\(.*?\\)", "").strip();
    var type =
        switch (name.split("[ ]")[0]) {
          case "smallint", "int", "integer", "bigint", "tinyint", "mediumint" -> INTEGER;
          case "numeric", "decimal" -> DECIMAL;
          case "real", "float", "double" -> FLOAT;
          case "boolean", "bool" -> BOOLEAN;
          case "date" -> DATE;
          case "time" -> name.endsWith("with time zone") ? TEXT : TIME;
          case "timestamp", "datetime" -> TIMESTAMP;
          case "json", "jsonb" -> JSON;
          case "array" -> ARRAY;
          default -> TEXT;
        };
    return (name.endsWith("[]") ? ARRAY : type).logicalType();
  }

  /** The value at the 1-based index of the current row, as a record holds it; null for NULL. */
  Object read(ResultSet row, int index) throws SQLException {
    return switch (this) {
      case INTEGER -> orNull(row, row.getLong(index));
      case DECIMAL -> decimal(row.getObject(index));
      case FLOAT -> number(row.getObject(index));
      case BOOLEAN -> orNull(row, row.getBoolean(index));
      case DATE -> row.getObject(index, LocalDate.class);
      case TIME -> row.getObject(index, LocalTime.class);
      case TIMESTAMP -> row.getObject(index, LocalDateTime.class);
      case INSTANT -> instant(row.getObject(index, OffsetDateTime.class));
      case BYTES -> row.getBytes(index);
      case JSON -> json(row.getString(index));
      case ARRAY -> list(row.getArray(index));
      case TEXT -> row.getString(index);
    };
  }

  private static Object orNull(ResultSet row, Object value) throws SQLException {
    return row.wasNull() ? null : value;
  }

  private static Instant instant(OffsetDateTime value) {
    return value == null ? null : value.toInstant();
  }

  /** A numeric column can hold NaN, which drivers give as a Double. */
  private static Object decimal(Object value) {
    return value == null || value instanceof BigDecimal ? value : number(value);
  }

  /** By way of text, so that a 0.1 of four bytes does not become 0.10000000149. */
  private static Double number(Object value) {
    return value == null ? null : Double.valueOf(value.toString());
  }

  private static Object json(String text) throws SQLException {
    try {
      return text == null ? null : DOCUMENT.readValue(text);
    } catch (JsonProcessingException e) {
      throw new SQLException("a JSON column holds a value that cannot be read", e);
    }
  }

  private static List<Object> list(Array array) throws SQLException {
    if (array == null) {
      return null;
    }
    return list((Object[]) array.getArray());
  }

  private static List<Object> list(Object[] array) {
    var items = new ArrayList<>();
    for (var item : array) {
      items.add(item instanceof Object[] nested ? list(nested) : element(item));
    }
    return items;
  }

  private static Object element(Object item) {
    if (item == null || item instanceof Boolean || item instanceof BigDecimal) {
      return item;
    }
    if (item instanceof Integer || item instanceof Short || item instanceof Long) {
      return ((Number) item).longValue();
    }
    return item instanceof Number ? number(item) : item.toString();
  }
}
