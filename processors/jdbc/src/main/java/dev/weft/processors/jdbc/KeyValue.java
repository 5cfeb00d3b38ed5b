package dev.weft.processors.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** A value of a key column, between the database and the position that is kept as JSON. */
record KeyValue(Column column, JsonNode json) {

  /** From a value that {@link ColumnType#read} gave. */
  static KeyValue of(Column column, Object value) {
    if (value instanceof Long number) {
      return new KeyValue(column, LongNode.valueOf(number));
    }
    if (value instanceof BigDecimal number) {
      return new KeyValue(column, DecimalNode.valueOf(number));
    }
    return new KeyValue(column, TextNode.valueOf(String.valueOf(value)));
  }

  /** Binds the value with the column's own type, so that indexes can be used. */
  void bind(PreparedStatement statement, int index) throws SQLException {
    switch (column.type()) {
      case INTEGER -> statement.setLong(index, json.longValue());
      case DECIMAL -> statement.setBigDecimal(index, new BigDecimal(json.asText()));
      case FLOAT -> statement.setDouble(index, Double.parseDouble(json.asText()));
      case DATE -> statement.setObject(index, LocalDate.parse(json.asText()));
      case TIME -> statement.setObject(index, LocalTime.parse(json.asText()));
      case TIMESTAMP -> statement.setObject(index, LocalDateTime.parse(json.asText()));
      case INSTANT ->
          statement.setObject(index, Instant.parse(json.asText()).atOffset(ZoneOffset.UTC));
      case TEXT -> bindText(statement, index);
      default ->
          throw new SQLException(
              "column " + column.name() + " cannot be a maximum value column: it has no order");
    }
  }

  /** A type the driver has no class for, such as uuid, is bound as the database's literal. */
  private void bindText(PreparedStatement statement, int index) throws SQLException {
    if (column.sqlType() == Types.OTHER) {
      statement.setObject(index, json.asText(), Types.OTHER);
    } else {
      statement.setString(index, json.asText());
    }
  }
}
