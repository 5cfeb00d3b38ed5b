package dev.weft.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
  private final TickingClock clock = new TickingClock();
  private final FailedLogins logins = new FailedLogins(clock);

  @Test
  void tenFailuresInAMinuteBlockThatKeyFromThatAddress() {
    fail(10);

    assertThat(logins.blocked("10.0.0.1", "key")).isTrue();
    assertThat(logins.blocked("10.0.0.1", "other")).isFalse();
    assertThat(logins.blocked("10.0.0.2", "key")).isFalse();
  }

  @Test
  void blockEndsAfterAMinute() {
    fail(10);

    clock.pass(Duration.ofSeconds(61));

    assertThat(logins.blocked("10.0.0.1", "key")).isFalse();
  }

  @Test
  void successStartsCountingAnew() {
    fail(9);
    logins.succeeded("10.0.0.1", "key");
    fail(9);

    assertThat(logins.blocked("10.0.0.1", "key")).isFalse();
  }

  @Test
  void whatIsNotReportedOneByOneIsToldAsASumOnceAMinute() {
    fail(17);
    assertThat(logins.untold()).isEmpty();

    clock.pass(Duration.ofSeconds(61));

    assertThat(logins.untold()).containsExactly(new FailedLogins.Untold("10.0.0.1", "key", 7));
    assertThat(logins.untold()).isEmpty();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      logins.failed("10.0.0.1", "key");
    }
  }
}
