package dev.weft.processors.jdbc;

import dev.weft.spi.FieldObserver.FieldSample;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notices columns that were not there before, so that {@code ALTER TABLE} shows in the catalog
 * without a new row. A column is told of with its first values, since these say what it is; until
 * it has some it is looked at again, the more rarely the longer it has been empty.
 */
final class ColumnWatch {
  private static final int SAMPLES = 100;
  private static final int SAMPLE_CHARACTERS = 1_000;
  private static final int QUERY_SECONDS = 5;
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  /** A column that has had no values since it was first seen. */
  private record Empty(Instant since, Instant next) {
    Empty lookedAt(Instant now) {
      var quarter = Duration.between(since, now).dividedBy(4);
      var atLeast = quarter.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : quarter;
      return new Empty(
          since, now.plus(atLeast.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : atLeast));
    }
  }

  private final Set<String> told = new HashSet<>();
  private final Map<String, Empty> empty = new HashMap<>();

  /** The columns to tell of now, with values; none most of the time. */
  Map<String, FieldSample> look(Connection connection, Table table, List<Column> all, Instant now)
      throws SQLException {
    var found = new LinkedHashMap<String, FieldSample>();
    for (var column : all) {
      var name = column.name();
      var waiting = empty.getOrDefault(name, new Empty(now, now));
      if (!told.contains(name) && !now.isBefore(waiting.next())) {
        var values = sampleOrNone(connection, table, column);
        if (values.isEmpty()) {
          empty.put(name, waiting.lookedAt(now));
        } else {
          told.add(name);
          empty.remove(name);
          found.put(name, new FieldSample(column.type().logicalType(), values));
        }
      }
    }
    return found;
  }

  /** A view may be too slow to look into: its columns are told of by its rows. */
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
