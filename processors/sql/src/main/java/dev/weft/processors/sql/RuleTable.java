package dev.weft.processors.sql;

import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.QualityQueries.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import org.h2.Driver;

/**
 * A table of records on H2 in memory, of some of their fields. Queries are prepared as a user who
 * may read this table and nothing else, with a time limit. Texts are kept to {@value #TEXT_MAX}
 * letters. For one thread at a time.
 */
final class RuleTable implements AutoCloseable {
  static final int TEXT_MAX = 500;
  private static final int QUERY_MILLIS = 500;
  private static final int ROW_BYTES = 150;
  private static final int VALUE_BYTES = 24;
  private static final MathContext DIGITS = MathContext.DECIMAL128;

  private final List<Column> columns;
  private final Connection owner;
  private final Connection reader;
  private final PreparedStatement insert;
  private final PreparedStatement delete;

  RuleTable(List<Column> columns) throws SQLException {
    this.columns = columns;
    var database = "jdbc:h2:mem:" + UUID.randomUUID();
    var password = UUID.randomUUID().toString();
    this.owner = connect(database, "owner", password);
    try {
      make(password);
      this.insert = owner.prepareStatement(insertion());
      this.delete =
          owner.prepareStatement(
              "DELETE FROM " + RuleQuery.TABLE + " WHERE TIME_ < ? OR NUMBER_ < ?");
      this.reader = connect(database, "reader", password);
      try (var statement = reader.createStatement()) {
        statement.execute("SET QUERY_TIMEOUT " + QUERY_MILLIS);
      }
    } catch (SQLException e) {
      owner.close();
      throw e;
    }
  }

  /** The driver itself, so that nothing else of the process can find the database by name. */
  private static Connection connect(String database, String user, String password)
      throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    return Driver.load().connect(database, properties);
  }

  private void make(String password) throws SQLException {
    var fields =
        columns.stream()
            .map(one -> ", " + SqlToken.quoted(one.path()) + " " + type(one))
            .collect(Collectors.joining());
    try (var statement = owner.createStatement()) {
      statement.execute(
          "CREATE TABLE "
              + RuleQuery.TABLE
              + "(NUMBER_ BIGINT PRIMARY KEY, TIME_ BIGINT"
              + fields
              + ")");
      statement.execute("CREATE USER READER PASSWORD '" + password + "'");
      statement.execute("GRANT SELECT ON " + RuleQuery.TABLE + " TO READER");
    }
  }

  private String insertion() {
    return "INSERT INTO " + RuleQuery.TABLE + " VALUES (?, ?" + ", ?".repeat(columns.size()) + ")";
  }

  private static String type(Column column) {
    return switch (column.logicalType()) {
      case "integer" -> "BIGINT";
      case "number" -> "DECFLOAT(40)";
      case "boolean" -> "BOOLEAN";
      case "date" -> "DATE";
      case "time" -> "TIME(6)";
      case "timestamp" -> "TIMESTAMP(6) WITH TIME ZONE";
      default -> "VARCHAR(" + TEXT_MAX + ")";
    };
  }

  /** Adds a record; about how many bytes it takes. */
  long add(long number, long time, DataRecord record) throws SQLException {
    insert.setLong(1, number);
    insert.setLong(2, time);
    var bytes = ROW_BYTES;
    var index = 3;
    for (var column : columns) {
      var value = value(column, in(record, column.path()));
      insert.setObject(index++, value);
      bytes += VALUE_BYTES + (value instanceof String text ? 2 * text.length() : 0);
    }
    insert.execute();
    return bytes;
  }

  /** Forgets what is older than a time, and all before a number. */
  void forget(long before, long number) throws SQLException {
    delete.setLong(1, before);
    delete.setLong(2, number);
    delete.execute();
  }

  PreparedStatement prepare(String sql) throws SQLException {
    return reader.prepareStatement(sql);
  }

  private static Object in(DataRecord record, String path) {
    if (record.fields().containsKey(path)) {
      return record.fields().get(path);
    }
    Object here = record.fields();
    for (var name : path.split("\\.")) {
      here = here instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return here;
  }

  /** Null where it is nothing of the column's type: the contract's own checks say so. */
  private static Object value(Column column, Object value) {
    if (value == null) {
      return null;
    }
    try {
      return switch (column.logicalType()) {
        case "integer" -> whole(value);
        case "number" -> number(value);
        case "boolean" -> value instanceof Boolean ? value : null;
        case "date" -> value instanceof LocalDate ? value : LocalDate.parse(value.toString());
        case "time" -> value instanceof LocalTime ? value : LocalTime.parse(value.toString());
        case "timestamp" -> moment(value);
        default -> text(value);
      };
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private static Long whole(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.longValueExact();
    }
    if (value instanceof BigInteger big) {
      return big.longValueExact();
    }
    return value instanceof Long || value instanceof Integer ? ((Number) value).longValue() : null;
  }

  private static BigDecimal number(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.round(DIGITS);
    }
    if (value instanceof Double || value instanceof Float) {
      var plain = ((Number) value).doubleValue();
      return Double.isFinite(plain) ? BigDecimal.valueOf(plain) : null;
    }
    return value instanceof Number whole ? new BigDecimal(whole.toString()).round(DIGITS) : null;
  }

  private static OffsetDateTime moment(Object value) {
    if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    }
    if (value instanceof LocalDateTime local) {
      return local.atOffset(ZoneOffset.UTC);
    }
    if (value instanceof Long millis) {
      return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
    var text = value.toString().replace(' ', 'T');
    var hasOffset = text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10;
    return hasOffset
        ? OffsetDateTime.parse(text)
        : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
  }

  private static String text(Object value) {
    var text = value instanceof Map || value instanceof List ? Json.text(value) : value.toString();
    return text.substring(0, Math.min(text.length(), TEXT_MAX));
  }

  @Override
  public void close() {
    closeQuietly(reader);
    closeQuietly(owner);
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      // The database is in memory and gone with its last connection.
    }
  }
}
