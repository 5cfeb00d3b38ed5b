package dev.weft.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.ClientKey;
import dev.weft.server.Fixture;
import dev.weft.server.MemoryAudit;
import dev.weft.spi.Credentials;
import dev.weft.spi.Credentials.TokenAnswer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Weft's own tokens at the gateway. Those of an issuer: IssuerTokensTest. */
class KafkaCredentialsTest {
  private final Fixture shop = new Fixture();
  private final Logins logins =
      new Logins(shop.mesh, new MemoryAudit(shop.clock), shop.clock, new SecureRandom());
  private final KafkaCredentials credentials =
      new KafkaCredentials(new NoKeys(), logins, Optional.empty());

  /** Nobody has a key. */
  private record NoKeys() implements Credentials {
    @Override
    public Optional<ClientKey> key(String id) {
      return Optional.empty();
    }

    @Override
    public long revision() {
      return 0;
    }
  }

  private String token() {
    logins.setPassword(Fixture.ADMIN, "ada", "correct horse battery");
    return logins.login("ada", "correct horse battery", "127.0.0.1").token();
  }

  private static Optional<ClientKey> known(TokenAnswer answer) {
    return answer instanceof TokenAnswer.Known known ? Optional.of(known.key()) : Optional.empty();
  }

  @Test
  void anAccessTokenIsItsOwnersKeyUntilItEnds() {
    var token = token();

    var key = known(credentials.token(token)).orElseThrow();

    assertThat(key.principal()).isEqualTo(Fixture.ADA.id());
    assertThat(key.id()).as("what the audit names").doesNotContain(token);
    assertThat(key.expiresAt()).contains(shop.clock.instant().plus(Duration.ofHours(12)));
    assertThat(credentials.stillHolds(key)).isTrue();

    shop.clock.advance(Duration.ofHours(12));
    assertThat(credentials.stillHolds(key)).isFalse();
    assertThat(known(credentials.token(token))).isEmpty();
  }

  @Test
  void aTokenThatIsRevokedEndsOpenConnections() {
    var token = token();
    var key = known(credentials.token(token)).orElseThrow();

    logins.revoke(token, Fixture.ADA);

    assertThat(credentials.stillHolds(key)).isFalse();
    assertThat(known(credentials.token(token))).isEmpty();
  }

  @Test
  void whatNobodyHasIssuedIsNobodys() {
    assertThat(known(credentials.token("weft_guess"))).isEmpty();
    assertThat(known(credentials.token("eyJhbGciOiJub25lIn0.e30."))).isEmpty();
  }
}
