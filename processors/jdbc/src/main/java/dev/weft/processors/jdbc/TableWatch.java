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
 * Looks which tables there are beside the one that is read, or beside those that a query names
 * behind FROM and JOIN: once in five minutes, and at once when the columns of that one, or of the
 * query's result, are other ones than before. Names and types only, and at most {@value
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
    if (listing == TableListing.NONE) {
      return table.derived().isEmpty() ? Optional.of(alone(table, columns)) : Optional.empty();
    }
    try {
      return Optional.of(found(connection, table, listing));
    } catch (SQLException e) {
      // It may be too slow, or not allowed: the rows come without it.
      connection.rollback();
      return Optional.empty();
    }
  }

  /** The table itself, as its rows say: of others nobody knows how to ask. */
  private static SourceTables alone(Table table, List<Column> columns) {
    var all =
        columns.stream()
            .map(
                one ->
                    new SourceTables.Column(one.name(), one.typeName(), one.type().logicalType()))
            .toList();
    return new SourceTables(
        new SourceTables.Table(table.schema(), table.name(), all), List.of(), "", false);
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
    var current = listing == TableListing.MYSQL ? "" : connection.getSchema();
    var schema = current == null ? "" : current;
    if (!table.derived().isEmpty()) {
      return ofQuery(QueriedTables.of(table.derived()), all, schema, complete);
    }
    var own = listing == TableListing.MYSQL ? "" : table.schema();
    var reads = List.of(own, table.name());
    var columns = all.getOrDefault(reads, List.of());
    all.remove(reads);
    return new SourceTables(
        new SourceTables.Table(own, table.name(), columns), tables(all), schema, complete);
  }

  private static SourceTables ofQuery(
      QueriedTables named,
      Map<List<String>, List<SourceTables.Column>> all,
      String current,
      boolean complete) {
    var taken = new LinkedHashMap<>(all);
    taken.keySet().removeIf(name -> !named.has(name.get(0), name.get(1), current));
    all.keySet().removeAll(taken.keySet());
    return SourceTables.taken(tables(taken), tables(all), current, complete);
  }

  private static List<SourceTables.Table> tables(Map<List<String>, List<SourceTables.Column>> all) {
    return all.entrySet().stream()
        .map(
            one -> new SourceTables.Table(one.getKey().get(0), one.getKey().get(1), one.getValue()))
        .toList();
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
