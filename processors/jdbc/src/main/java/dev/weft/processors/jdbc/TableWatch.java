package dev.weft.processors.jdbc;

import dev.weft.spi.flow.SourceTables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks which tables there are beside the one that is read: once in five minutes, and at once when
 * the columns of that one are other ones than before. Names and types only, and at most {@value
 * #TABLES_MAX} tables with {@value #COLUMNS_MAX} columns each.
 */
final class TableWatch {
  static final int TABLES_MAX = 500;
  static final int COLUMNS_MAX = 200;
  private static final int ROWS_MAX = 20_000;
  private static final int QUERY_SECONDS = 5;
  private static final Duration EVERY = Duration.ofMinutes(5);

  private Instant next = Instant.MIN;
  private List<Column> before = List.of();

  /** What there is now; empty most of the time, and where the database does not tell. */
  Optional<SourceTables> look(Connection connection, Table table, List<Column> columns, Instant now)
      throws SQLException {
    if (now.isBefore(next) && columns.equals(before)) {
      return Optional.empty();
    }
    next = now.plus(EVERY);
    before = columns;
    var listing = TableListing.of(connection.getMetaData().getDatabaseProductName());
    if (listing == TableListing.NONE || !table.derived().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(found(connection, table, listing));
    } catch (SQLException e) {
      // It may be too slow, or not allowed: the rows come without it.
      connection.rollback();
      return Optional.empty();
    }
  }

  private static SourceTables found(Connection connection, Table table, TableListing listing)
      throws SQLException {
    var all = new LinkedHashMap<List<String>, List<SourceTables.Column>>();
    boolean complete;
    try (var statement = connection.createStatement()) {
      statement.setMaxRows(ROWS_MAX);
      statement.setFetchSize(1_000);
      statement.setQueryTimeout(QUERY_SECONDS);
      try (var rows = statement.executeQuery(listing.sql())) {
        complete = read(rows, all);
      }
    }
    var own = listing == TableListing.MYSQL ? "" : table.schema();
    var reads = List.of(own, table.name());
    var beside = new ArrayList<SourceTables.Table>();
    all.forEach(
        (name, columns) -> {
          if (!name.equals(reads)) {
            beside.add(new SourceTables.Table(name.get(0), name.get(1), columns));
          }
        });
    var current = listing == TableListing.MYSQL ? "" : connection.getSchema();
    return new SourceTables(
        new SourceTables.Table(own, table.name(), all.getOrDefault(reads, List.of())),
        beside,
        current == null ? "" : current,
        complete);
  }

  /** Whether that was all. */
  private static boolean read(ResultSet rows, Map<List<String>, List<SourceTables.Column>> into)
      throws SQLException {
    var count = 0;
    List<String> name = List.of();
    while (rows.next()) {
      count++;
      name = List.of(rows.getString(1), rows.getString(2));
      if (!into.containsKey(name) && into.size() >= TABLES_MAX) {
        return false;
      }
      var columns = into.computeIfAbsent(name, added -> new ArrayList<>());
      if (columns.size() < COLUMNS_MAX) {
        var type = rows.getString(4);
        columns.add(
            new SourceTables.Column(rows.getString(3), type, ColumnType.logicalTypeOf(type)));
      }
    }
    if (count == ROWS_MAX) {
      into.remove(name); // Perhaps not with all its columns.
    }
    return count < ROWS_MAX;
  }
}
