package dev.weft.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JobFailuresTest {
  private static final String STEP = " (in Source: orders.orders[1] -> Calc[2])";

  @Test
  void whatQuotesARecordIsNotTold() {
    var causes =
        List.of(
            "RecordFailure: The record orders.orders/0/7 cannot be computed with",
            "NumberFormatException: For input string: \"ada@example.com\". (or (so))" + STEP);

    assertThat(JobFailures.told(causes))
        .containsExactly(causes.get(0), "NumberFormatException" + STEP);
    assertThat(JobFailures.triedAgain(causes))
        .startsWith(
            "The record orders.orders/0/7 cannot be computed with: NumberFormatException" + STEP)
        .doesNotContain("ada");
    assertThat(JobFailures.givenUp("totals", QueryRun.NEVER, causes)).doesNotContain("ada");
  }

  @Test
  void aTextOfSeveralLinesOrAShortenedOneIsNotToldEither() {
    assertThat(JobFailures.told(List.of("UdfException: no rate for 'ada (in", "odd ada")))
        .allSatisfy(told -> assertThat(told).doesNotContain("ada"));
  }

  @Test
  void whatTheMachineSaysIsTold() {
    var causes =
        List.of(
            "JobException: Recovery is suppressed by a strategy",
            "ArithmeticException: / by zero" + STEP,
            "TopicAuthorizationException: Not authorized to access topics: [orders.orders]",
            "IllegalStateException: Failed to rollback to checkpoint/savepoint file:/a/b",
            "NullPointerException");

    assertThat(JobFailures.told(causes)).isEqualTo(causes);
  }
}
