package dev.weft.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.Json;
import dev.weft.model.ProblemException;
import dev.weft.server.Fixture;
import dev.weft.server.MemoryAudit;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DeviceLoginsTest {
  private final Fixture shop = new Fixture();
  private final MemoryAudit audit = new MemoryAudit(shop.clock);
  private final Logins logins = new Logins(shop.mesh, audit, shop.clock, new SecureRandom());
  private final DeviceLogins devices =
      new DeviceLogins(logins, audit, shop.clock, new SecureRandom());

  @Test
  void whoConfirmsTheCodeLetsTheProgramInAsThemselvesOnce() {
    var begun = devices.begin("weft on laptop\u001b[2J", "10.0.0.1");
    assertThat(code(() -> devices.take(begun.deviceCode(), "10.0.0.1")))
        .isEqualTo("authorization-pending");
    assertThat(
            devices
                .asking(Fixture.ADA, begun.userCode().toLowerCase(Locale.ROOT), "10.0.0.2")
                .client())
        .isEqualTo("weft on laptop?[2J");

    devices.decide(Fixture.ADA, begun.userCode(), true, "10.0.0.2");

    var token = devices.take(begun.deviceCode(), "10.0.0.1").token();
    assertThat(logins.caller(token)).map(Caller::name).hasValue("ada");
    assertThat(code(() -> devices.take(begun.deviceCode(), "10.0.0.1"))).isEqualTo("login-expired");
    assertThat(Json.text(audit.events())).contains("device.confirm").doesNotContain(token);
  }

  @Test
  void aRefusedOneStaysOut() {
    var begun = devices.begin("x", "a");

    devices.decide(Fixture.ADA, begun.userCode(), false, "b");

    assertThat(code(() -> devices.decide(Fixture.OLGA, begun.userCode(), true, "b")))
        .isEqualTo("no-such-code");
    assertThat(code(() -> devices.take(begun.deviceCode(), "a"))).isEqualTo("login-denied");
  }

  @Test
  void theCodeThatIsShownIsNotTheSecretAndBothEnd() {
    var begun = devices.begin("x", "a");

    assertThat(code(() -> devices.take(begun.userCode(), "a"))).isEqualTo("login-expired");
    shop.clock.advance(Duration.ofMinutes(11));
    assertThat(code(() -> devices.decide(Fixture.ADA, begun.userCode(), true, "b")))
        .isEqualTo("no-such-code");
  }

  @Test
  void guessingCodesAndBeginningManyIsLimited() {
    for (var i = 0; i < 10; i++) {
      devices.begin("x", "a");
      assertThat(code(() -> devices.asking(Fixture.ADA, "XXXX-XXXX", "b")))
          .isEqualTo("no-such-code");
    }

    assertThat(code(() -> devices.begin("x", "a"))).isEqualTo("too-many-logins");
    assertThat(code(() -> devices.asking(Fixture.ADA, "XXXX-XXXX", "b")))
        .isEqualTo("too-many-attempts");
  }

  private static String code(ThrowingCallable act) {
    var codes = new String[1];
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(ProblemException.class, e -> codes[0] = e.first().code());
    return codes[0];
  }
}
