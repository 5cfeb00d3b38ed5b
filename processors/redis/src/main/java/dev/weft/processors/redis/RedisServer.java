package dev.weft.processors.redis;

import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ServiceType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A Redis server, and as whom to log in. */
public final class RedisServer implements ServiceType<RedisServer.Settings, RedisConnection> {
  /** Where it is. */
  public record Settings(
      @Doc("The server's name or address.") String host,
      @Doc("The port; 6379 when left out.") Integer port,
      @Doc("The user to log in as; the server's default when left out.") String user,
      @Doc(value = "The user's password.", sensitive = true) String password,
      @Doc("The number of the database, 0 to 1000; 0 when left out.") Integer database,
      @Doc("Whether to talk TLS, with what Java trusts.") boolean secure,
      @Doc("How long to wait for the server, up to 60s; 10s when left out.") Duration timeout) {
    public Settings {
      host = Given.text("host", host);
      port = Given.within("port", port, 6_379, 1, 65_535);
      user = Given.textOr(user, "");
      password = Given.textOr(password, "");
      database = Given.within("database", database, 0, 0, 1_000);
      timeout = Given.within("timeout", timeout, Duration.ofSeconds(10), Duration.ofSeconds(60));
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "RedisServer at " + host + ":" + port;
    }
  }

  @Override
  public String name() {
    return "RedisServer";
  }

  @Override
  public String summary() {
    return "A Redis server: where it is, and as whom to log in.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Class<RedisConnection> gives() {
    return RedisConnection.class;
  }

  @Override
  public List<Destination> destinations(Settings settings) {
    return List.of(Destination.host("redis", settings.host(), settings.port(), "host"));
  }

  @Override
  public RedisConnection create(Settings settings, Clock clock) {
    return new RedisConnection(settings);
  }
}
