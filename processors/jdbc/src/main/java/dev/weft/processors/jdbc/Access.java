package dev.weft.processors.jdbc;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ProcessorContext;
import java.util.List;

/**
 * How a processor comes to its database: by a pool that the flow declares, or by an address of its
 * own.
 */
record Access(String pool, String url, String user, String password) {
  Access {
    pool = Given.textOr(pool, "");
    url = Given.textOr(url, "");
    user = Given.textOr(user, "");
    password = Given.textOr(password, "");
  }

  /** A pool in use; closing it leaves a pool of the flow open. */
  record Opened(ConnectionPool pool, boolean isOwn) implements AutoCloseable {
    @Override
    public void close() {
      if (isOwn) {
        pool.close();
      }
    }
  }

  /** Refuses two ways, and none: when the flow is checked, since each alone may be left out. */
  Opened open(ProcessorContext context) {
    check();
    if (!pool.isEmpty()) {
      return new Opened(context.service(pool, ConnectionPool.class), false);
    }
    var own = new JdbcPool.Settings(url, user, password, 1, null);
    return new Opened(new ConnectionPool(own), true);
  }

  List<Destination> destinations(Destination.Services services) {
    return pool.isEmpty()
        ? new JdbcDestination(url).destinations("url")
        : services.of(pool).stream().map(each -> each.of("pool")).toList();
  }

  private void check() {
    if (pool.isEmpty() == url.isEmpty()) {
      throw new IllegalArgumentException("pool or url must be given, and not both");
    }
    if (!pool.isEmpty() && !(user + password).isEmpty()) {
      throw new IllegalArgumentException("user and password belong to url; a pool has its own");
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return pool.isEmpty() ? JdbcAddress.of(url).text() : "pool " + pool;
  }
}
