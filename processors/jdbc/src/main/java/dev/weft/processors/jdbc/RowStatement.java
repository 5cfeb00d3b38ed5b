package dev.weft.processors.jdbc;

import dev.weft.processors.jdbc.PutDatabaseRecord.Operation;
import dev.weft.spi.flow.Content.Traced;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The SQL for rows of one table. */
record RowStatement(Table table, Operation operation, List<Column> keys, String product) {

  Change change(Traced item, Map<Column, Object> values) throws SQLException {
    var bound =
        switch (operation) {
          case INSERT, UPSERT -> values;
          case UPDATE -> keysLast(values);
          case DELETE -> onlyKeys(values);
        };
    var sql =
        switch (operation) {
          case INSERT -> insert(values);
          case UPSERT -> insert(values) + onConflict(values);
          case UPDATE -> update(values);
          case DELETE -> "DELETE FROM " + table.sql() + where();
        };
    return new Change(
        sql,
        statement -> {
          var index = 1;
          for (var value : bound.entrySet()) {
            ColumnValue.bind(statement, index++, value.getKey(), value.getValue());
          }
        },
        item);
  }

  private Map<Column, Object> onlyKeys(Map<Column, Object> values) {
    var only = new LinkedHashMap<Column, Object>();
    keys.forEach(key -> only.put(key, values.get(key)));
    return only;
  }

  private Map<Column, Object> keysLast(Map<Column, Object> values) {
    var all = new LinkedHashMap<>(values);
    keys.forEach(all::remove);
    all.putAll(onlyKeys(values));
    return all;
  }

  private String insert(Map<Column, Object> values) throws SQLException {
    var marks = String.join(", ", values.keySet().stream().map(column -> "?").toList());
    var names = String.join(", ", quoted(values.keySet()));
    return "INSERT INTO " + table.sql() + " (" + names + ") VALUES (" + marks + ")";
  }

  private String onConflict(Map<Column, Object> values) throws SQLException {
    var others = new ArrayList<>(values.keySet());
    others.removeAll(keys);
    return switch (product) {
      case "PostgreSQL", "SQLite" -> {
        var set = assignments(others, "%1$s = EXCLUDED.%1$s");
        yield " ON CONFLICT ("
            + String.join(", ", quoted(keys))
            + (others.isEmpty() ? ") DO NOTHING" : ") DO UPDATE SET " + set);
      }
      case "MySQL", "MariaDB" ->
          " ON DUPLICATE KEY UPDATE "
              + assignments(others.isEmpty() ? keys : others, "%1$s = VALUES(%1$s)");
      default ->
          throw new SQLException("upsert is not known for " + product + "; use insert or update");
    };
  }

  private String update(Map<Column, Object> values) throws SQLException {
    var others = new ArrayList<>(values.keySet());
    others.removeAll(keys);
    // A row of nothing but its keys is there or not; setting a key to itself finds out.
    var set = assignments(others, "%1$s = ?");
    var self = assignments(keys, "%1$s = %1$s");
    return "UPDATE " + table.sql() + " SET " + (others.isEmpty() ? self : set) + where();
  }

  private String where() throws SQLException {
    var conditions = new ArrayList<String>();
    for (var name : quoted(keys)) {
      conditions.add(name + " = ?");
    }
    return " WHERE " + String.join(" AND ", conditions);
  }

  private String assignments(List<Column> columns, String form) throws SQLException {
    return String.join(
        ", ", quoted(columns).stream().map(name -> form.replace("%1$s", name)).toList());
  }

  private List<String> quoted(Iterable<Column> columns) throws SQLException {
    var names = new ArrayList<String>();
    for (var column : columns) {
      names.add(table.quoted(column.name()));
    }
    return names;
  }
}
