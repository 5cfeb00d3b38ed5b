package dev.weft.processors.jdbc;

import dev.weft.spi.flow.Content.Traced;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes a database in one transaction: in batches, and when the database refuses one of them,
 * record by record, so that only those that it refuses are left out.
 */
final class Changes {
  private static final int BATCH = 1_000;

  private final Connection connection;
  private final int timeoutSeconds;
  private final List<Traced> done = new ArrayList<>();
  private final Map<String, List<Traced>> refused = new LinkedHashMap<>();

  Changes(Connection connection, int timeoutSeconds) {
    this.connection = connection;
    this.timeoutSeconds = timeoutSeconds;
  }

  /** Applies all in their order and commits. */
  void apply(List<Change> changes) throws SQLException {
    try {
      var from = 0;
      while (from < changes.size()) {
        var to = endOfBatch(changes, from);
        batch(changes.subList(from, to));
        from = to;
      }
      changes.forEach(change -> done.add(change.item()));
    } catch (SQLException e) {
      connection.rollback();
      if (!isOfRecord(e)) {
        throw e;
      }
      oneByOne(changes);
    }
    connection.commit();
  }

  /** Those that are done. */
  List<Traced> done() {
    return done;
  }

  /** Those that the database refuses, by reason. */
  Map<String, List<Traced>> refused() {
    return refused;
  }

  private static int endOfBatch(List<Change> changes, int from) {
    var sql = changes.get(from).sql();
    var to = from;
    while (to < changes.size() && to - from < BATCH && changes.get(to).sql().equals(sql)) {
      to++;
    }
    return to;
  }

  private void batch(List<Change> changes) throws SQLException {
    try (var statement = connection.prepareStatement(changes.get(0).sql())) {
      statement.setQueryTimeout(timeoutSeconds);
      for (var change : changes) {
        change.binding().bind(statement);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private static boolean isOfRecord(SQLException error) {
    for (var each : error) {
      if (each instanceof SQLException one && Refusals.isOfRecord(one)) {
        return true;
      }
    }
    return false;
  }

  private void oneByOne(List<Change> changes) throws SQLException {
    for (var change : changes) {
      var before = connection.setSavepoint();
      try (var statement = connection.prepareStatement(change.sql())) {
        statement.setQueryTimeout(timeoutSeconds);
        change.binding().bind(statement);
        statement.executeUpdate();
        connection.releaseSavepoint(before);
        done.add(change.item());
      } catch (SQLException e) {
        if (!Refusals.isOfRecord(e)) {
          throw e;
        }
        connection.rollback(before);
        refused.computeIfAbsent(Refusals.reason(e), none -> new ArrayList<>()).add(change.item());
      }
    }
  }
}
