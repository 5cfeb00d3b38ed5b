package dev.weft.processors.jdbc;

import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.ProcessorContext;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The values for the question marks of a statement, each by an expression. */
record Parameters(List<Compiled> expressions) {
  static Parameters of(List<String> texts, ProcessorContext context) {
    return new Parameters(texts.stream().map(context.expressions()::compile).toList());
  }

  /** The values for one record. */
  List<Object> values(DataRecord record, Map<String, String> attributes)
      throws EvaluationException {
    var values = new ArrayList<>();
    for (var expression : expressions) {
      values.add(expression.evaluate(record, attributes));
    }
    return values;
  }

  static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
    var index = 1;
    for (var value : values) {
      bind(statement, index++, value);
    }
  }

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.NULL);
    } else if (value instanceof Instant time) {
      statement.setObject(index, time.atOffset(ZoneOffset.UTC));
    } else if (value instanceof Map || value instanceof List) {
      statement.setString(index, Json.text(value));
    } else {
      statement.setObject(index, value);
    }
  }
}
