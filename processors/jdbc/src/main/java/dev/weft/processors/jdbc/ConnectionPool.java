package dev.weft.processors.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Connections to one database that several processors share. Nothing is opened before the first is
 * asked for. For any thread.
 */
public final class ConnectionPool implements AutoCloseable {
  private final HikariDataSource source = new HikariDataSource();
  private final JdbcAddress address;
  private final String url;
  private final String password;

  ConnectionPool(JdbcPool.Settings settings) {
    this.address = JdbcAddress.of(settings.url());
    this.url = settings.url();
    this.password = settings.password();
    source.setJdbcUrl(url);
    source.setUsername(settings.user().isEmpty() ? null : settings.user());
    source.setPassword(password);
    source.setMaximumPoolSize(settings.maxConnections());
    source.setMinimumIdle(0);
    source.setConnectionTimeout(settings.timeout().toMillis());
    source.setInitializationFailTimeout(-1);
    source.setPoolName("jdbc-pool");
    if (url.startsWith("jdbc:postgresql:")) {
      source.addDataSourceProperty("loginTimeout", "10");
      source.addDataSourceProperty("tcpKeepAlive", "true");
      source.addDataSourceProperty("socketTimeout", "3610");
      source.addDataSourceProperty("ApplicationName", "weft");
    }
  }

  /** A connection, to be closed after use; waits while all are in use. */
  Connection open() throws SQLException {
    var connection = source.getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  /** Without credentials. */
  JdbcAddress address() {
    return address;
  }

  /** Drivers repeat the address, and some the password, in their messages. */
  String withoutSecrets(String message) {
    var clean = String.valueOf(message).replace(url, address.text());
    return password.isEmpty() ? clean : clean.replace(password, "***");
  }

  @Override
  public void close() {
    source.close();
  }
}
