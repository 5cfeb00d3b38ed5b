package dev.weft.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void whatIsUsedBeyondTheRateIsOwed() {
    var allowance = new Allowance(100, 0);

    allowance.take(350, 0);

    assertThat(allowance.owedFor(0)).isEqualTo(Duration.ofMillis(2_500));
    assertThat(allowance.owedFor(2 * SECOND)).isEqualTo(Duration.ofMillis(500));
    assertThat(allowance.owedFor(3 * SECOND)).isZero();
  }

  @Test
  void whatIsNotUsedIsKeptForOneSecondOnly() {
    var allowance = new Allowance(100, 0);

    assertThat(allowance.left(3_600 * SECOND)).isEqualTo(100);
  }

  @Test
  void aChangeOfTheRateForgivesNoDebt() {
    var allowance = new Allowance(100, 0);
    allowance.take(200, 0);

    allowance.change(10, 0);

    assertThat(allowance.owedFor(0)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void timeThatGoesBackGivesNothing() {
    var allowance = new Allowance(100, SECOND);
    allowance.take(150, SECOND);

    assertThat(allowance.owedFor(0)).isEqualTo(Duration.ofMillis(500));
  }
}
