package dev.weft.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.Fixture;
import dev.weft.server.MemoryAudit;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginsTest {
  private static final String PASSWORD = "correct horse battery";

  private final Fixture shop = new Fixture();
  private final MemoryAudit audit = new MemoryAudit(shop.clock);
  private final Logins logins = new Logins(shop.mesh, audit, shop.clock, new SecureRandom());

  @BeforeEach
  void adaHasAPassword() {
    logins.setPassword(Fixture.ADMIN, "ada", PASSWORD);
  }

  @Test
  void aTokenStandsForItsOwnerUntilItEnds() {
    var issued = logins.login("ada", PASSWORD, "127.0.0.1");

    assertThat(logins.caller(issued.token())).map(Caller::name).hasValue("ada");
    shop.clock.advance(Duration.ofHours(13));
    assertThat(logins.caller(issued.token())).isEmpty();
  }

  @Test
  void aRevokedTokenIsNobody() {
    var issued = logins.login("ada", PASSWORD, "127.0.0.1");

    logins.revoke(issued.token(), Fixture.ADA);

    assertThat(logins.caller(issued.token())).isEmpty();
  }

  @Test
  void wrongNameAndWrongPasswordAreAnsweredAlike() {
    assertThat(code(() -> logins.login("ada", "wrong", "a"))).isEqualTo("wrong-credentials");
    assertThat(code(() -> logins.login("nobody", "wrong", "a"))).isEqualTo("wrong-credentials");
    assertThat(code(() -> logins.login("", "wrong", "a"))).isEqualTo("wrong-credentials");
  }

  @Test
  void tooManyTriesLockTheNameForAWhileEvenWithTheRightPassword() {
    for (var i = 0; i < 10; i++) {
      assertThat(code(() -> logins.login("ada", "wrong", "a"))).isEqualTo("wrong-credentials");
    }

    assertThat(code(() -> logins.login("ada", PASSWORD, "a"))).isEqualTo("too-many-attempts");
    shop.clock.advance(Duration.ofMinutes(6));
    assertThat(logins.login("ada", PASSWORD, "a").token()).startsWith("weft_");
  }

  @Test
  void everyTryIsAuditedAndNoEventHoldsASecret() {
    code(() -> logins.login("ada", "wrong-password-here", "10.1.1.1"));
    var issued = logins.login("ada", PASSWORD, "10.1.1.1");

    var events = Json.text(audit.events()) + Json.text(shop.mesh.audit());

    assertThat(audit.events()).extracting("successful").containsExactly(false, true);
    assertThat(events).doesNotContain("wrong-password-here", PASSWORD, issued.token());
  }

  @Test
  void aDisabledPersonIsOutAtOnce() {
    var issued = logins.login("ada", PASSWORD, "a");

    shop.mesh.put(ResourceKind.USER, "ada", "{'name':'ada','disabled':true}");

    assertThat(logins.caller(issued.token())).isEmpty();
    assertThat(code(() -> logins.login("ada", PASSWORD, "a"))).isEqualTo("wrong-credentials");
  }

  @Test
  void onlyOneselfOrAnAdministratorSetsAPassword() {
    assertThat(code(() -> logins.setPassword(Fixture.OLGA, "ada", "another password")))
        .isEqualTo("not-yours");
    assertThat(code(() -> logins.setPassword(Fixture.ADA, "ada", "short")))
        .isEqualTo("weak-password");
  }

  private static String code(Runnable act) {
    var found = new String[1];
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(ProblemException.class, e -> found[0] = e.first().code());
    return found[0];
  }
}
