package dev.weft.processors.redis;

import dev.weft.spi.flow.RetryableException;
import java.util.Optional;
import redis.clients.jedis.AbstractPipeline;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisException;

/** The connections to a server. For any thread. Nothing is opened before it is first used. */
public final class RedisConnection implements AutoCloseable {
  private final RedisServer.Settings settings;
  private Optional<RedisClient> client = Optional.empty();

  RedisConnection(RedisServer.Settings settings) {
    this.settings = settings;
  }

  /** Queues commands; their answers are there when the call has returned. */
  interface Commands {
    void queue(AbstractPipeline pipeline);
  }

  /** Sends all commands at once and waits for the answers. */
  void run(Commands commands) throws RetryableException {
    try (var pipeline = client().pipelined()) {
      commands.queue(pipeline);
      pipeline.sync();
    } catch (JedisException e) {
      throw new RetryableException(
          "redis://" + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
    }
  }

  private synchronized RedisClient client() {
    if (client.isEmpty()) {
      var millis = (int) settings.timeout().toMillis();
      var config =
          DefaultJedisClientConfig.builder()
              .connectionTimeoutMillis(millis)
              .socketTimeoutMillis(millis)
              .user(settings.user().isEmpty() ? null : settings.user())
              .password(settings.password().isEmpty() ? null : settings.password())
              .database(settings.database())
              .clientName("weft");
      if (settings.secure()) {
        config.sslOptions(SslOptions.defaults());
      }
      client =
          Optional.of(
              RedisClient.builder()
                  .hostAndPort(new HostAndPort(settings.host(), settings.port()))
                  .clientConfig(config.build())
                  .build());
    }
    return client.get();
  }

  @Override
  public synchronized void close() {
    client.ifPresent(RedisClient::close);
    client = Optional.empty();
  }
}
