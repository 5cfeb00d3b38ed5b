package dev.weft.processors.jdbc;

import dev.weft.spi.FieldObserver.FieldSample;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notices columns that were not there before, so that {@code ALTER TABLE} shows in the catalog
 * without a new row. A column without values is looked at again later, ever more rarely, since its
 * first values say what it is.
 */
final class ColumnWatch {
  private static final int SAMPLES = 100;
  private static final int SAMPLE_CHARACTERS = 1_000;
  private static final int QUERY_SECONDS = 5;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** When a column without values is looked at again, and how long to wait after that. */
  private record Look(boolean done, Instant next, Duration pause) {}

  private final Map<String, Look> looks = new HashMap<>();

  /** The columns to tell of now, with values; empty most of the time. */
  Map<String, FieldSample> look(Connection connection, Table table, List<Column> all, Instant now)
      throws SQLException {
    var found = new LinkedHashMap<String, FieldSample>();
    for (var column : all) {
      var last = looks.get(column.name());
      if (last == null || (!last.done() && !now.isBefore(last.next()))) {
        var values = sampleOrNone(connection, table, column);
        var wait = last == null ? FIRST_WAIT : longer(last.pause());
        looks.put(column.name(), new Look(!values.isEmpty(), now.plus(wait), wait));
        if (last == null || !values.isEmpty()) {
          found.put(column.name(), new FieldSample(column.type().logicalType(), values));
        }
      }
    }
    return found;
  }

  private static Duration longer(Duration wait) {
    var twice = wait.multipliedBy(2);
    return twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
  }

  /** A view may be too slow to look into: its columns are told of without values. */
  private static List<String> sampleOrNone(Connection connection, Table table, Column column)
      throws SQLException {
    try {
      return sample(connection, table, column);
    } catch (SQLException e) {
      connection.rollback();
      return List.of();
    }
  }

  private static List<String> sample(Connection connection, Table table, Column column)
      throws SQLException {
    var name = table.quoted(column.name());
    var sql =
        String.format(
            "SELECT %s FROM %s WHERE %s IS NOT NULL%s",
            name, table.sql(), name, table.paging().clause(SAMPLES));
    var values = new ArrayList<String>();
    try (var statement = connection.createStatement()) {
      statement.setMaxRows(SAMPLES);
      statement.setQueryTimeout(QUERY_SECONDS);
      try (var rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          var text = String.valueOf(column.type().read(rows, 1));
          values.add(text.substring(0, Math.min(text.length(), SAMPLE_CHARACTERS)));
        }
      }
    }
    return values;
  }
}
