package dev.weft.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.ClientKey;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Credentials;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionKeysTest {
  private static final PrincipalId ADA = PrincipalId.user("ada");

  private final SessionKeys keys =
      new SessionKeys(
          new Nobody(),
          () -> "127.0.0.1:9092",
          Map.of("security.protocol", "SASL_PLAINTEXT"),
          Clock.systemUTC(),
          new SecureRandom());

  /** Knows no key. */
  private static final class Nobody implements Credentials {
    @Override
    public Optional<ClientKey> key(String id) {
      return Optional.empty();
    }

    @Override
    public long revision() {
      return 0;
    }
  }

  @Test
  void aKeyStandsForThePersonWhereTheyAreAndWhatTheyReadFor() {
    try (var session = keys.open(ADA, new AccessContext("192.0.2.7", "fraud"))) {
      var key = key(session);
      assertThat(key.principal()).isEqualTo(ADA);
      assertThat(key.purpose()).isEqualTo("fraud");
      assertThat(keys.addressBehind(key)).contains("192.0.2.7");
    }
  }

  @Test
  void nothingIsLeftOfItAfterwards() {
    var session = keys.open(ADA, new AccessContext("192.0.2.7", ""));
    var key = key(session);
    session.close();
    assertThat(keys.key(key.id())).isEmpty();
    assertThat(keys.addressBehind(key)).isEmpty();
  }

  @Test
  void nobodyIsBehindAFlow() {
    var jaas = keys.product("cards").clientProperties().get("sasl.jaas.config").toString();
    var key = keys.key(user(jaas)).orElseThrow();
    assertThat(key.principal()).isEqualTo(PrincipalId.product("cards"));
    assertThat(keys.addressBehind(key)).isEmpty();
  }

  private ClientKey key(SessionKeys.Session session) {
    return keys.key(user(session.access().clientProperties().get("sasl.jaas.config").toString()))
        .orElseThrow();
  }

  private static String user(String jaas) {
    return jaas.replaceAll(".*username=\"([^\"]+)\".*", "$1");
  }
}
