package dev.weft.processors.jdbc;

import dev.weft.spi.flow.Content.Traced;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the statement for each record from the columns of the table. For one thread. */
final class RowPlan implements ChangeSink.Planning {
  private final PutDatabaseRecord.Settings settings;

  /** What is known of the table; looked up again after a fault, since it may have changed. */
  private Optional<Known> known = Optional.empty();

  private record Known(Table table, List<Column> columns, List<Column> keys, RowStatement sql) {}

  RowPlan(PutDatabaseRecord.Settings settings) {
    this.settings = settings;
  }

  @Override
  public void begin(Connection connection) throws SQLException {
    if (known.isEmpty()) {
      known = Optional.of(look(connection));
    }
  }

  private Known look(Connection connection) throws SQLException {
    var table = Table.find(connection, settings.schema(), settings.table());
    try (var statement = connection.createStatement();
        var none = statement.executeQuery("SELECT * FROM " + table.sql() + " WHERE 1 = 0")) {
      var columns = Column.of(none.getMetaData());
      var names = settings.keys().isEmpty() ? table.primaryKey() : settings.keys();
      var keys = new ArrayList<Column>();
      for (var name : names) {
        var unknown = "table " + table.title() + " has no column '" + name + "'";
        keys.add(column(columns, name).orElseThrow(() -> new SQLException(unknown)));
      }
      if (keys.isEmpty() && settings.operation() != PutDatabaseRecord.Operation.INSERT) {
        throw new SQLException(
            "table " + table.title() + " has no primary key; name the keys in the settings");
      }
      var product = connection.getMetaData().getDatabaseProductName();
      return new Known(
          table, columns, keys, new RowStatement(table, settings.operation(), keys, product));
    }
  }

  private static Optional<Column> column(List<Column> columns, String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .or(() -> columns.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst());
  }

  @Override
  public Change change(Traced item, Map<String, String> attributes)
      throws SQLException, ChangeSink.UnwritableException {
    var table = known.orElseThrow();
    var values = new LinkedHashMap<Column, Object>();
    for (var field : item.record().fields().entrySet()) {
      var column = column(table.columns(), field.getKey());
      if (column.isPresent()) {
        values.put(column.get(), value(column.get(), field.getValue()));
      } else if (!settings.ignoreUnknownFields()) {
        throw new ChangeSink.UnwritableException(
            "table " + table.table().title() + " has no column for '" + field.getKey() + "'");
      }
    }
    for (var key : table.keys()) {
      if (values.get(key) == null && settings.operation() != PutDatabaseRecord.Operation.INSERT) {
        throw new ChangeSink.UnwritableException("the key '" + key.name() + "' has no value");
      }
    }
    if (values.isEmpty()) {
      throw new ChangeSink.UnwritableException("no field has a column");
    }
    return table.sql().change(item, values);
  }

  private static Object value(Column column, Object value) throws ChangeSink.UnwritableException {
    try {
      return ColumnValue.of(column, value);
    } catch (RuntimeException e) {
      throw new ChangeSink.UnwritableException(
          "'" + column.name() + "' does not fit its column, which is " + column.typeName());
    }
  }

  @Override
  public void forget() {
    known = Optional.empty();
  }
}
