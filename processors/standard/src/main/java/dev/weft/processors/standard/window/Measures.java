package dev.weft.processors.standard.window;

import dev.weft.model.DataRecord;
import dev.weft.processors.standard.window.Aggregate.Cell;
import dev.weft.spi.Expressions;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.Expressions.EvaluationException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The compiled settings: when a record was, to which group it belongs, what it adds. */
record Measures(Compiled time, Map<String, Compiled> by, Map<String, Measure> compute) {

  /** One computed field. */
  record Measure(Aggregate aggregate, Optional<Compiled> argument) {
    Cell add(Cell cell, DataRecord record, Map<String, String> attributes)
        throws EvaluationException {
      if (argument.isEmpty()) {
        return aggregate.add(cell, true);
      }
      var value = argument.get().evaluate(record, attributes);
      return value == null ? cell : aggregate.add(cell, Kept.scalar(value));
    }
  }

  static Measures of(AggregateRecord.Settings settings, Expressions expressions) {
    var by = new LinkedHashMap<String, Compiled>();
    settings.by().forEach((field, text) -> by.put(field, expressions.compile(text)));
    var compute = new LinkedHashMap<String, Measure>();
    settings
        .compute()
        .forEach(
            (field, text) -> {
              var call = Aggregate.Call.of(field, text);
              compute.put(
                  field, new Measure(call.aggregate(), call.argument().map(expressions::compile)));
            });
    return new Measures(expressions.compile(settings.time()), by, compute);
  }

  Instant time(DataRecord record, Map<String, String> attributes) throws EvaluationException {
    var value = time.evaluate(record, attributes);
    if (value instanceof Instant instant) {
      return instant;
    }
    if (value instanceof String text) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeParseException e) {
        // The same answer as for any other value.
      }
    }
    throw new EvaluationException("the record's time is no time in ISO 8601 with its zone");
  }

  List<Object> group(DataRecord record, Map<String, String> attributes) throws EvaluationException {
    var values = new ArrayList<Object>();
    for (var each : by.values()) {
      var value = each.evaluate(record, attributes);
      values.add(value == null ? null : Kept.scalar(value));
    }
    return values;
  }

  /** What the group is with this record too. */
  List<Cell> add(List<Cell> cells, DataRecord record, Map<String, String> attributes)
      throws EvaluationException {
    var after = new ArrayList<Cell>();
    for (var measure : compute.values()) {
      after.add(measure.add(cells.get(after.size()), record, attributes));
    }
    return after;
  }

  List<Cell> empty() {
    return Collections.nCopies(compute.size(), Cell.EMPTY);
  }
}
