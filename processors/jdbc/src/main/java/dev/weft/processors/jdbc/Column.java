package dev.weft.processors.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A column of the result.
 *
 * @param sqlType as {@link java.sql.Types}
 * @param typeName as the database calls it
 */
record Column(String name, int sqlType, ColumnType type, String typeName) {

  static List<Column> of(ResultSetMetaData metadata) throws SQLException {
    var columns = new ArrayList<Column>();
    for (var i = 1; i <= metadata.getColumnCount(); i++) {
      var sqlType = metadata.getColumnType(i);
      columns.add(
          new Column(
              metadata.getColumnLabel(i),
              sqlType,
              ColumnType.of(sqlType, metadata.getColumnTypeName(i)),
              metadata.getColumnTypeName(i)));
    }
    return columns;
  }
}
