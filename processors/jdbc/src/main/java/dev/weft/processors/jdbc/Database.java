package dev.weft.processors.jdbc;

import dev.weft.spi.flow.RetryableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** One read-only connection, opened when needed and given up after any error. For one thread. */
final class Database implements AutoCloseable {
  /** Work with the connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException, InterruptedException;
  }

  private final QueryDatabaseTable.Settings settings;
  private final JdbcAddress address;
  private Connection connection;

  Database(QueryDatabaseTable.Settings settings) {
    this.settings = settings;
    this.address = JdbcAddress.of(settings.url());
  }

  JdbcAddress address() {
    return address;
  }

  /** Runs the work in a transaction of its own; what the database refuses can be tried again. */
  <T> T run(Work<T> work) throws RetryableException, InterruptedException {
    try {
      if (connection == null) {
        connection = open();
      }
      var result = work.on(connection);
      connection.rollback();
      return result;
    } catch (SQLException e) {
      close();
      throw new RetryableException(address + ": " + withoutSecrets(e.getMessage()), null);
    }
  }

  private Connection open() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    if (settings.url().startsWith("jdbc:postgresql:")) {
      properties.setProperty("loginTimeout", "10");
      properties.setProperty("tcpKeepAlive", "true");
      properties.setProperty(
          "socketTimeout", Integer.toString(settings.queryTimeoutSeconds() + 10));
      properties.setProperty("ApplicationName", "weft");
    }
    var opened = DriverManager.getConnection(settings.url(), properties);
    opened.setReadOnly(true);
    opened.setAutoCommit(false);
    return opened;
  }

  /** Drivers repeat the address, and some the properties, in their messages. */
  private String withoutSecrets(String message) {
    var clean = String.valueOf(message).replace(settings.url(), address.text());
    return settings.password().isEmpty() ? clean : clean.replace(settings.password(), "***");
  }

  @Override
  public void close() {
    if (connection == null) {
      return;
    }
    try {
      connection.close();
    } catch (SQLException e) {
      // It is broken already; the database ends it from its side.
    } finally {
      connection = null;
    }
  }
}
