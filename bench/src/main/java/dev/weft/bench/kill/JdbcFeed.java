package dev.weft.bench.kill;

import dev.weft.testing.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** Rows of a growing table. */
final class JdbcFeed implements Feed {
  private final PostgresServer postgres;
  private final Connection connection;

  JdbcFeed(PostgresServer postgres) throws SQLException {
    this.postgres = postgres;
    this.connection =
        DriverManager.getConnection(postgres.url("postgres"), postgres.user(), postgres.password());
    execute("CREATE TABLE number (n bigint PRIMARY KEY)");
  }

  @Override
  public String name() {
    return "jdbc";
  }

  @Override
  public String flow() {
    return """
          - {name: read, type: QueryDatabaseTable, schedule: {every: 200ms},
             settings: {url: "%s", user: "%s", password: "#{jdbcPassword}", table: number, maximumValueColumns: [n]}}
        connections: [read.success -> publish]
        """
        .formatted(postgres.url("postgres"), postgres.user())
        .indent(0);
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of("jdbcPassword", postgres.password());
  }

  @Override
  public boolean give(long first, int count) throws SQLException {
    execute(
        "INSERT INTO number SELECT generate_series(" + first + ", " + (first + count - 1) + ")");
    return true;
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
