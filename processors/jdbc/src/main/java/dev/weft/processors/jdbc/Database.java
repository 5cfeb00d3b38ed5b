package dev.weft.processors.jdbc;

import dev.weft.spi.flow.RetryableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.UnaryOperator;

/** One read-only connection, opened when needed and given up after any error. For one thread. */
final class Database implements AutoCloseable {
  /** Work with the connection. */
  interface Work<T> {
    T on(Connection connection) throws SQLException, InterruptedException;
  }

  /** Opens a connection. */
  interface Opening {
    Connection open() throws SQLException;
  }

  private final JdbcAddress address;
  private final Opening opening;
  private final UnaryOperator<String> withoutSecrets;
  private final Runnable atEnd;
  private Connection connection;

  Database(QueryDatabaseTable.Settings settings) {
    this.address = JdbcAddress.of(settings.url());
    this.opening = () -> connect(settings);
    this.withoutSecrets = message -> withoutSecrets(message, settings);
    this.atEnd = () -> {};
  }

  /** With a connection of a pool, which it keeps until an error. */
  Database(Access.Opened access) {
    this.address = access.pool().address();
    this.opening = access.pool()::open;
    this.withoutSecrets = access.pool()::withoutSecrets;
    this.atEnd = access::close;
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
      giveUp();
      throw new RetryableException(address + ": " + withoutSecrets.apply(e.getMessage()), null);
    }
  }

  private Connection open() throws SQLException {
    var opened = opening.open();
    opened.setReadOnly(true);
    opened.setAutoCommit(false);
    return opened;
  }

  private static Connection connect(QueryDatabaseTable.Settings settings) throws SQLException {
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
    return DriverManager.getConnection(settings.url(), properties);
  }

  /** Drivers repeat the address, and some the properties, in their messages. */
  private static String withoutSecrets(String message, QueryDatabaseTable.Settings settings) {
    var address = JdbcAddress.of(settings.url());
    var clean = String.valueOf(message).replace(settings.url(), address.text());
    return settings.password().isEmpty() ? clean : clean.replace(settings.password(), "***");
  }

  @Override
  public void close() {
    giveUp();
    atEnd.run();
  }

  private void giveUp() {
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
