package dev.weft.server.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.server.Fixture;
import dev.weft.server.operations.RateHistory.Counted;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateHistoryTest {
  private final Fixture.HandClock clock = new Fixture.HandClock();
  private long delivered;
  private final RateHistory history = new RateHistory(this::counted, clock);

  @AfterEach
  void close() {
    history.close();
  }

  private Counted counted() {
    return new Counted(delivered, 0, 0, 0, delivered / 2, 3, 100);
  }

  private void passed(long records) {
    delivered += records;
    clock.advance(Duration.ofSeconds(10));
    history.look();
  }

  @Test
  void saysWhatPassedASecondInEachStep() {
    passed(0);
    passed(200);
    passed(50);

    var steps = history.hour(Fixture.ADMIN).steps();

    assertThat(steps).extracting(RateHistory.Step::delivered).containsExactly(20.0, 5.0);
    assertThat(steps.get(0).flows()).isEqualTo(Optional.of(10.0));
    assertThat(steps.get(1).connections()).isEqualTo(3);
  }

  @Test
  void forgetsWhatIsOlderThanAnHour() {
    for (var i = 0; i < 400; i++) {
      passed(i);
    }

    var steps = history.hour(Fixture.ADMIN).steps();

    assertThat(steps).hasSize(360);
    assertThat(steps.get(359).delivered()).isEqualTo(39.9);
  }

  @Test
  void isNeverNegativeAndKeepsWhatPassesAllFlowsToThoseWhoSeeThem() {
    passed(100);
    passed(-100);

    var step = history.hour(Fixture.ADA).steps().get(0);

    assertThat(step.delivered()).isZero();
    assertThat(step.flows()).isEmpty();
  }
}
