package dev.weft.processors.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataRecord;
import dev.weft.spi.flow.RetryableException;
import dev.weft.testing.FieldNames;
import dev.weft.testing.ServerProcess;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.Jedis;

/** Against Debian's redis-server. */
class RedisIT {
  private static final String PASSWORD = "a-secret-of-the-test";

  @TempDir static Path folder;
  private static ServerProcess redis;

  private final TestContext context = TestContext.of(new FieldNames(), Clock.systemUTC());
  private RedisConnection server;
  private Jedis client;

  @BeforeAll
  static void start() throws Exception {
    var port = ServerProcess.freePort();
    var config =
        Files.writeString(
            folder.resolve("redis.conf"),
            "bind 127.0.0.1\nport "
                + port
                + "\nrequirepass "
                + PASSWORD
                + "\ndir "
                + folder
                + "\nsave \"\"\n");
    redis =
        ServerProcess.start(
            folder.resolve("log"),
            port,
            List.of(
                ServerProcess.program("redis-server", "redis-server").toString(),
                config.toString()));
  }

  @AfterAll
  static void stop() {
    if (redis != null) {
      redis.close();
    }
  }

  @BeforeEach
  void connect() {
    server = server(PASSWORD);
    context.services().put("server", server);
    client = new Jedis("127.0.0.1", redis.port());
    client.auth(PASSWORD);
    client.flushAll();
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void writesValuesThatExpireAndFindsThem() throws Exception {
    var flow = put(PutRedis.As.VALUE, Duration.ofHours(1), null);
    flow.send(record("id", "a", "count", 2L));

    assertThat(client.get("a")).contains("\"count\":2");
    assertThat(client.pttl("a")).isBetween(3_000_000L, 3_600_000L);
    var lookup = lookup(LookupRedis.As.JSON);
    lookup.send(record("id", "a"), record("id", "b"), record("other", 1L));

    assertThat(lookup.records("success").get(0).get("found"))
        .isEqualTo(Map.of("id", "a", "count", 2L));
    assertThat(lookup.records("unmatched")).containsExactly(record("id", "b"));
    assertThat(lookup.records("failure")).containsExactly(record("other", 1L));
  }

  @Test
  void writesHashesAndKeepsOtherFields() throws Exception {
    client.hset("a", "other", "stays");

    put(PutRedis.As.HASH, null, null).send(record("id", "a", "list", List.of(1L, 2L)));

    assertThat(client.hgetAll("a")).isEqualTo(Map.of("id", "a", "list", "[1,2]", "other", "stays"));
    var lookup = lookup(LookupRedis.As.HASH);
    lookup.send(record("id", "a"), record("id", "none"));
    assertThat(lookup.records("success")).hasSize(1);
    assertThat(lookup.records("unmatched")).hasSize(1);
  }

  @Test
  void addsToAStream() throws Exception {
    var flow = put(PutRedis.As.STREAM, null, 1_000);

    flow.send(record("id", "s", "n", 1L), record("id", "s", "n", 2L));

    assertThat(client.xrange("s", "-", "+", 10))
        .extracting(entry -> entry.getFields().get("n"))
        .containsExactly("1", "2");
  }

  @Test
  void sendsOnlyWhatRedisRefusesToFailure() throws Exception {
    client.set("a", "no stream");
    var flow = put(PutRedis.As.STREAM, null, null);

    flow.send(record("id", "a"), record("id", "b"));

    assertThat(flow.records("success")).containsExactly(record("id", "b"));
    assertThat(flow.emitted("failure").get(0).attributes().get("error.message"))
        .contains("WRONGTYPE");
  }

  @Test
  void waitsWhenItIsNotLetInAndShowsNoPassword() {
    try (var refused = server("wrong-password")) {
      context.services().put("server", refused);
      var flow = put(PutRedis.As.VALUE, null, null);

      assertThatThrownBy(() -> flow.send(record("id", "a")))
          .isInstanceOf(RetryableException.class)
          .hasMessageNotContaining("wrong-password");
    }
  }

  private static RedisConnection server(String password) {
    var settings =
        new RedisServer.Settings("127.0.0.1", redis.port(), null, password, null, false, null);
    assertThat(settings.toString()).doesNotContain(password);
    return new RedisServer().create(settings, Clock.systemUTC());
  }

  private TestFlow put(PutRedis.As as, Duration expiry, Integer maxLength) {
    var settings = new PutRedis.Settings("server", "id", as, expiry, maxLength);
    return TestFlow.of(new PutRedis().create(settings, context.processor()));
  }

  private TestFlow lookup(LookupRedis.As as) {
    var settings = new LookupRedis.Settings("server", "id", as, "found");
    return TestFlow.of(new LookupRedis().create(settings, context.processor()));
  }

  private static DataRecord record(String name, Object value) {
    return new DataRecord(Map.of(name, value));
  }

  private static DataRecord record(String name, Object value, String second, Object other) {
    return new DataRecord(Map.of(name, value, second, other));
  }
}
