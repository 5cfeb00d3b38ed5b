package dev.weft.processors.jdbc;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ServiceType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A pool of connections to a database, for the processors of a flow together. */
public final class JdbcPool implements ServiceType<JdbcPool.Settings, ConnectionPool> {
  /** Which database, and how many connections. */
  public record Settings(
      @Doc("The database, as JDBC writes it: jdbc:postgresql://host:5432/database.") String url,
      @Doc("The user to log in as.") String user,
      @Doc(value = "The user's password.", sensitive = true) String password,
      @Doc("The most connections at once, 1 to 100; 5 when left out.") Integer maxConnections,
      @Doc("How long to wait for a connection, up to 60s; 10s when left out.") Duration timeout) {
    public Settings {
      url = Given.text("url", url);
      user = Given.textOr(user, "");
      password = Given.textOr(password, "");
      maxConnections = Given.within("maxConnections", maxConnections, 5, 1, 100);
      timeout = Given.within("timeout", timeout, Duration.ofSeconds(10), Duration.ofSeconds(60));
      if (timeout.toMillis() < 250) {
        throw new IllegalArgumentException("timeout must be at least 250ms");
      }
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "JdbcPool at " + JdbcAddress.of(url);
    }
  }

  @Override
  public String name() {
    return "JdbcPool";
  }

  @Override
  public String summary() {
    return "A pool of connections to a database.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Class<ConnectionPool> gives() {
    return ConnectionPool.class;
  }

  @Override
  public List<Destination> destinations(Settings settings) {
    return new JdbcDestination(settings.url()).destinations("url");
  }

  @Override
  public ConnectionPool create(Settings settings, Clock clock) {
    if (!settings.url().startsWith("jdbc:")) {
      throw new IllegalArgumentException("url must begin with jdbc:");
    }
    return new ConnectionPool(settings);
  }
}
