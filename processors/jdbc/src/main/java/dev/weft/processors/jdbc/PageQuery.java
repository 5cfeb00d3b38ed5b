package dev.weft.processors.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The SQL that reads the rows beyond a position, in the order of the key columns. */
record PageQuery(
    Table table, List<Column> columns, List<Column> keys, QueryDatabaseTable.Settings settings) {

  /**
   * Prepares the query.
   *
   * @param after values of the first key columns; empty reads from the beginning
   * @param rows the most rows to give; 0 for no bound
   */
  PreparedStatement prepare(Connection connection, List<KeyValue> after, int rows)
      throws SQLException {
    var statement = connection.prepareStatement(sql(after, rows));
    statement.setFetchSize(settings.fetchSize());
    statement.setQueryTimeout(settings.queryTimeoutSeconds());
    statement.setMaxRows(rows);
    var index = 1;
    for (var value : bindings(after)) {
      value.bind(statement, index++);
    }
    return statement;
  }

  private String sql(List<KeyValue> after, int rows) throws SQLException {
    var sql = new StringBuilder("SELECT " + list(columns) + " FROM " + table.sql());
    sql.append(" WHERE ").append(String.join(" AND ", conditions(after)));
    if (!keys.isEmpty()) {
      sql.append(" ORDER BY ").append(list(keys));
    }
    return sql.append(rows == 0 ? "" : table.paging().clause(rows)).toString();
  }

  private List<String> conditions(List<KeyValue> after) throws SQLException {
    var conditions = new ArrayList<String>();
    conditions.add("1 = 1");
    for (var key : keys) {
      conditions.add(table.quoted(key.name()) + " IS NOT NULL");
    }
    if (!settings.where().isEmpty()) {
      conditions.add("(" + settings.where() + ")");
    }
    if (!after.isEmpty()) {
      conditions.add(first(after) + " >= ?");
      conditions.add("(" + beyond(after) + ")");
    }
    return conditions;
  }

  /**
   * {@code (a > ?) OR (a = ? AND b > ?)}: the order of several columns, in SQL any database has.
   */
  private String beyond(List<KeyValue> after) throws SQLException {
    var ways = new ArrayList<String>();
    for (var i = 0; i < after.size(); i++) {
      var parts = new ArrayList<String>();
      for (var equal : after.subList(0, i)) {
        parts.add(table.quoted(equal.column().name()) + " = ?");
      }
      parts.add(table.quoted(after.get(i).column().name()) + " > ?");
      ways.add("(" + String.join(" AND ", parts) + ")");
    }
    return String.join(" OR ", ways);
  }

  /** The values for the question marks above, in their order. */
  private static List<KeyValue> bindings(List<KeyValue> after) {
    var all = new ArrayList<KeyValue>();
    if (!after.isEmpty()) {
      all.add(after.get(0));
    }
    for (var i = 0; i < after.size(); i++) {
      all.addAll(after.subList(0, i + 1));
    }
    return all;
  }

  private String first(List<KeyValue> after) throws SQLException {
    return table.quoted(after.get(0).column().name());
  }

  private String list(List<Column> columns) throws SQLException {
    var quoted = new ArrayList<String>();
    for (var column : columns) {
      quoted.add(table.quoted(column.name()));
    }
    return String.join(", ", quoted);
  }
}
