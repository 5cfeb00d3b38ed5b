package dev.weft.server.mcp;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.PrincipalId;
import dev.weft.model.ProblemException;
import dev.weft.server.Fixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallRatesTest {
  @Test
  void soManyCallsAMinuteForOnePersonWhoeverMakesThem() {
    var clock = new Fixture.HandClock();
    var rates = new CallRates(3, clock);
    for (var i = 0; i < 3; i++) {
      rates.count(PrincipalId.user("ada"));
    }

    assertThatThrownBy(() -> rates.count(PrincipalId.user("ada")))
        .isInstanceOf(ProblemException.class);
    assertThatCode(() -> rates.count(PrincipalId.user("olga"))).doesNotThrowAnyException();
    clock.advance(Duration.ofSeconds(61));
    assertThatCode(() -> rates.count(PrincipalId.user("ada"))).doesNotThrowAnyException();
  }
}
