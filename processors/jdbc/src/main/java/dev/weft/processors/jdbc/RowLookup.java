package dev.weft.processors.jdbc;

import dev.weft.model.DataRecord;
import dev.weft.spi.Expressions.EvaluationException;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.RetryableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks each record up, all of a FlowFile with one prepared query. */
final class RowLookup implements Processor {
  private final LookupSQL.Settings settings;
  private final Access.Opened access;
  private final Parameters parameters;

  RowLookup(LookupSQL.Settings settings, Access.Opened access, Parameters parameters) {
    this.settings = settings;
    this.access = access;
    this.parameters = parameters;
  }

  @Override
  public void process(FlowFile in, Output out) throws RetryableException {
    if (!(in.content() instanceof Records records)) {
      out.emit(
          "failure", in.with("error.message", "records are looked up, put a ConvertRecord before"));
      return;
    }
    var found = new ArrayList<Traced>();
    var unmatched = new ArrayList<Traced>();
    var failed = new LinkedHashMap<String, List<Traced>>();
    try (var connection = access.pool().open();
        var statement = prepared(connection)) {
      for (var item : records.items()) {
        try {
          var row = row(statement, item.record(), in.attributes());
          row.ifPresentOrElse(
              fields -> found.add(item.with(added(item.record(), fields))),
              () -> unmatched.add(item));
        } catch (EvaluationException e) {
          var reason = "a parameter has no value: " + e.getMessage();
          failed.computeIfAbsent(reason, none -> new ArrayList<>()).add(item);
        }
      }
      connection.rollback();
    } catch (SQLException e) {
      throw new RetryableException(
          access.pool().address() + ": " + access.pool().withoutSecrets(e.getMessage()), null);
    }
    emit("success", found, in, out);
    emit("unmatched", unmatched, in, out);
    failed.forEach(
        (reason, items) -> emit("failure", items, in.with("error.message", reason), out));
  }

  private static void emit(String relationship, List<Traced> items, FlowFile in, Output out) {
    if (!items.isEmpty()) {
      out.emit(relationship, in.with(new Records(items)));
    }
  }

  private PreparedStatement prepared(Connection connection) throws SQLException {
    connection.setReadOnly(true);
    var statement = connection.prepareStatement(settings.query());
    statement.setMaxRows(1);
    statement.setQueryTimeout(settings.queryTimeoutSeconds());
    return statement;
  }

  private Optional<Map<String, Object>> row(
      PreparedStatement statement, DataRecord record, Map<String, String> attributes)
      throws SQLException, EvaluationException {
    Parameters.bind(statement, parameters.values(record, attributes));
    try (var rows = statement.executeQuery()) {
      if (!rows.next()) {
        return Optional.empty();
      }
      var fields = new LinkedHashMap<String, Object>();
      var index = 1;
      for (var column : Column.of(rows.getMetaData())) {
        fields.put(column.name(), column.type().read(rows, index++));
      }
      return Optional.of(fields);
    }
  }

  private DataRecord added(DataRecord record, Map<String, Object> row) {
    if (!settings.into().isEmpty()) {
      return record.with(settings.into(), row);
    }
    var all = new LinkedHashMap<>(record.fields());
    all.putAll(row);
    return new DataRecord(all);
  }

  @Override
  public void close() {
    access.close();
  }
}
