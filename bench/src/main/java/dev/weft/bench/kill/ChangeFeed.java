package dev.weft.bench.kill;

import dev.weft.testing.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Changes of a table, captured by Debezium's connector for PostgreSQL: half of the numbers are
 * inserted, the other half are updates of these rows.
 *
 * <p>What is there before the connector has read its first snapshot would come twice if it was
 * killed meanwhile, and changes of changed rows would be missing. So the first numbers wait until
 * the connector follows the log.
 */
final class ChangeFeed implements Feed {
  private static final String PLUGIN = "debezium-connector-postgres";
  private static final String SLOT = "weft";
  private static final long LOOK_NANOS = 500_000_000;

  private final PostgresServer postgres;
  private final Connection connection;
  private boolean followed;

  ChangeFeed(PostgresServer postgres) throws SQLException {
    this.postgres = postgres;
    this.connection =
        DriverManager.getConnection(postgres.url("postgres"), postgres.user(), postgres.password());
    execute(
        "CREATE TABLE number (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n bigint NOT NULL)");
  }

  @Override
  public String name() {
    return "cdc";
  }

  @Override
  public String flow() {
    return """
          - name: read
            type: PostgresConnector
            settings:
              database.hostname: 127.0.0.1
              database.port: "%d"
              database.user: "%s"
              database.password: "#{cdcPassword}"
              database.dbname: postgres
              topic.prefix: kills
              plugin.name: pgoutput
              slot.name: %s
              table.include.list: public.number
              publication.autocreate.mode: filtered
              poll.interval.ms: "100"
              transforms: unwrap
              transforms.unwrap.type: io.debezium.transforms.ExtractNewRecordState
        connections: [read.success -> publish]
        """
        .formatted(postgres.port(), postgres.user(), SLOT)
        .indent(0);
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of("cdcPassword", postgres.password());
  }

  @Override
  public Optional<Path> plugin() {
    var home = Path.of(System.getProperty("weft.home", ".."));
    var folders =
        List.of(
            home.resolve("bench/connect/target/connectors").resolve(PLUGIN),
            home.resolve("processors/connect/target/connectors").resolve(PLUGIN));
    var found = folders.stream().filter(Files::isDirectory).findFirst();
    if (found.isEmpty()) {
      throw new IllegalStateException("The build has put the connector into none of " + folders);
    }
    return found;
  }

  @Override
  public boolean give(long first, int count) throws SQLException, InterruptedException {
    awaitFollowed();
    var half = count / 2;
    execute(
        "INSERT INTO number (n) SELECT generate_series(%d, %d)".formatted(first, first + half - 1));
    execute(
        "UPDATE number SET n = n + %d WHERE n BETWEEN %d AND %d"
            .formatted(half, first, first + half - 1));
    return true;
  }

  /**
   * Returns when something that was written after the slot was made has been committed by the flow,
   * which the slot is told then.
   */
  private void awaitFollowed() throws SQLException, InterruptedException {
    var since = Optional.<String>empty();
    while (!followed) {
      LockSupport.parkNanos(LOOK_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      var confirmed = text("SELECT confirmed_flush_lsn FROM pg_replication_slots");
      if (confirmed.isPresent()) {
        execute("INSERT INTO number (n) VALUES (" + NO_NUMBER + ")");
        since = since.or(() -> written());
        followed =
            text("SELECT 1 WHERE '%s'::pg_lsn > '%s'".formatted(confirmed.get(), since.get()))
                .isPresent();
      }
    }
  }

  private Optional<String> written() {
    try {
      return text("SELECT pg_current_wal_lsn()");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<String> text(String sql) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws IOException {
    try (postgres) {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
