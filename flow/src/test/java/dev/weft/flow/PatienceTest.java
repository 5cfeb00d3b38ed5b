package dev.weft.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final AtomicLong epoch = new AtomicLong();
  private final HandClock clock = new HandClock(Instant.parse("2026-11-28T12:00:00Z"));
  private final Patience patience = new Patience(epoch::get, clock);

  @Test
  void waitsUntilItsTimeOrADecision() {
    assertThat(patience.remaining()).isZero();

    patience.begin(MINUTE);
    assertThat(patience.remaining()).isPositive();
    epoch.incrementAndGet();

    assertThat(patience.remaining()).isZero();
    patience.begin(MINUTE);
    clock.moveTo(clock.instant().plus(MINUTE));
    assertThat(patience.remaining()).isZero();
  }

  @Test
  void aDecisionMadeDuringTheTryEndsTheWaiting() {
    patience.remaining();
    epoch.incrementAndGet();

    assertThat(patience.begin(MINUTE)).as("no try right after the other").isPositive();

    assertThat(patience.remaining()).isZero();
  }
}
