package dev.weft.processors.sql;

import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.flow.Content.Traced;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Records as the table {@code FLOWFILE}: a column for each field that occurs, and {@code
 * ROW_NUMBER_}. Fields of different types are text, objects and arrays JSON text. Decimals keep
 * their value, not the zeros at their end.
 */
record RecordTable(Map<String, String> columns) {
  /** The number of the record, from 0, by which a row finds its origin again. */
  static final String NUMBER = "ROW_NUMBER_";

  /** As JDBC 4.5 numbers it, which Java 17 does not know. */
  static final int DECFLOAT = 2015;

  private static final int COLUMNS_MAX = 1_000;

  static RecordTable of(List<Traced> items) throws SQLException {
    var columns = new LinkedHashMap<String, String>();
    for (var item : items) {
      var fields = item.record().fields();
      if (!isLike(columns, fields)) {
        fields.forEach((name, value) -> columns.merge(name, type(value), RecordTable::common));
      }
    }
    if (columns.size() > COLUMNS_MAX) {
      throw new SQLException("the records have more than " + COLUMNS_MAX + " fields");
    }
    columns.replaceAll((name, type) -> type.isEmpty() ? "VARCHAR" : type);
    return new RecordTable(columns);
  }

  /** Whether a record has just these columns in this order, so that there is nothing to learn. */
  private static boolean isLike(Map<String, String> columns, Map<String, Object> fields) {
    if (columns.size() != fields.size()) {
      return false;
    }
    var column = columns.entrySet().iterator();
    for (var field : fields.entrySet()) {
      var known = column.next();
      if (!known.getKey().equals(field.getKey())
          || !(field.getValue() == null || known.getValue().equals(type(field.getValue())))) {
        return false;
      }
    }
    return true;
  }

  private static String common(String one, String other) {
    if (one.isEmpty() || one.equals(other)) {
      return other;
    }
    if (other.isEmpty()) {
      return one;
    }
    var numbers = Set.of("BIGINT", "DECFLOAT(40)", "DOUBLE PRECISION");
    return numbers.contains(one) && numbers.contains(other) ? "DECFLOAT(40)" : "VARCHAR";
  }

  /** Empty for null, which is of any type. */
  private static String type(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Long || value instanceof Integer) {
      return "BIGINT";
    }
    if (value instanceof BigDecimal) {
      return "DECFLOAT(40)";
    }
    if (value instanceof Double) {
      return "DOUBLE PRECISION";
    }
    if (value instanceof Boolean) {
      return "BOOLEAN";
    }
    return timeType(value);
  }

  private static String timeType(Object value) {
    if (value instanceof Instant) {
      return "TIMESTAMP(9) WITH TIME ZONE";
    }
    if (value instanceof LocalDate) {
      return "DATE";
    }
    if (value instanceof LocalTime) {
      return "TIME(9)";
    }
    if (value instanceof LocalDateTime) {
      return "TIMESTAMP(9)";
    }
    return value instanceof byte[] ? "VARBINARY" : "VARCHAR";
  }

  void fill(Connection connection, List<Traced> items) throws SQLException {
    var definitions =
        columns.entrySet().stream().map(each -> quoted(each.getKey()) + " " + each.getValue());
    var all = Stream.concat(definitions, Stream.of(NUMBER + " BIGINT"));
    try (var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE FLOWFILE(" + all.collect(Collectors.joining(", ")) + ")");
    }
    var marks = "?, ".repeat(columns.size()) + "?";
    try (var insert = connection.prepareStatement("INSERT INTO FLOWFILE VALUES (" + marks + ")")) {
      for (var i = 0; i < items.size(); i++) {
        insert(insert, items.get(i).record(), i);
      }
    }
  }

  private void insert(PreparedStatement insert, DataRecord record, int number) throws SQLException {
    var index = 1;
    for (var column : columns.entrySet()) {
      insert.setObject(index++, value(record.get(column.getKey()), column.getValue()));
    }
    insert.setLong(index, number);
    insert.execute();
  }

  private static Object value(Object value, String type) {
    if (value instanceof Map
        || value instanceof List
        || (type.equals("VARCHAR") && value != null)) {
      return text(value);
    }
    return value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value;
  }

  /** A value as it stands in a column of texts. */
  static String text(Object value) {
    if (value instanceof Map || value instanceof List) {
      return Json.text(value);
    }
    return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The rows of a result, with the number of the record if the query tells it. */
  static List<Row> rows(ResultSet result, int rowsMax) throws SQLException {
    var meta = result.getMetaData();
    var rows = new ArrayList<Row>();
    while (result.next()) {
      if (rows.size() == rowsMax) {
        throw new SQLException("the result has more than " + rowsMax + " rows");
      }
      var fields = new LinkedHashMap<String, Object>();
      var number = -1L;
      for (var i = 1; i <= meta.getColumnCount(); i++) {
        if (meta.getColumnLabel(i).equals(NUMBER)) {
          number = result.getLong(i);
        } else {
          fields.put(meta.getColumnLabel(i), read(result, i, meta.getColumnType(i)));
        }
      }
      rows.add(new Row(new DataRecord(fields), number));
    }
    return rows;
  }

  /** A row; {@code number} is that of the record it comes from, or -1. */
  record Row(DataRecord record, long number) {}

  private static Object read(ResultSet result, int column, int type) throws SQLException {
    if (result.getObject(column) == null) {
      return null;
    }
    return switch (type) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> result.getLong(column);
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> result.getDouble(column);
      case Types.NUMERIC, Types.DECIMAL, DECFLOAT -> result.getBigDecimal(column);
      case Types.BOOLEAN -> result.getBoolean(column);
      case Types.DATE -> result.getObject(column, LocalDate.class);
      case Types.TIME -> result.getObject(column, LocalTime.class);
      case Types.TIMESTAMP -> result.getObject(column, LocalDateTime.class);
      case Types.TIMESTAMP_WITH_TIMEZONE ->
          result.getObject(column, OffsetDateTime.class).toInstant();
      case Types.BINARY, Types.VARBINARY, Types.BLOB -> result.getBytes(column);
      default -> result.getString(column);
    };
  }
}
