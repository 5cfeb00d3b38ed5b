package dev.weft.server.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.server.value.Calculation.Figure;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CalculationTest {
  private static final Measured MEASURED =
      new Measured(
          Instant.EPOCH,
          Instant.EPOCH,
          true,
          5,
          4,
          3,
          Spread.NOTHING,
          Spread.NOTHING,
          new Spread(3, 3, 4),
          List.of(
              new Measured.Reuse("a", 4, 2, 10, 100),
              new Measured.Reuse("b", 0, 1, 0, 0),
              new Measured.Reuse("c", 0, 0, 0, 0)));

  private static final Map<Rate, Double> GIVEN =
      new EnumMap<>(
          Map.of(
              Rate.HOURLY_RATE, 60.0,
              Rate.FEED_BUILD_HOURS, 100.0,
              Rate.FEED_RUN_HOURS, 10.0,
              Rate.FEED_INFRASTRUCTURE, 400.0,
              Rate.PRODUCT_BUILD_HOURS, 200.0,
              Rate.PRODUCT_RUN_HOURS, 20.0,
              Rate.SUBSCRIBER_INFRASTRUCTURE, 5.0,
              Rate.STEP_MINUTES, 10.0,
              Rate.YEARS, 2.0));

  @Test
  void reckonsTheNextSubscriberAgainstOneMoreFeed() {
    var results = Calculation.of(MEASURED, GIVEN).results();

    // 100 h * 60 + 2 years * (10 h * 60 + 400); 3 steps * 10 min * 60/h + 2 * 5.
    assertThat(value(results, "nextFeed")).isEqualTo(8_000);
    assertThat(value(results, "nextSubscriber")).isEqualTo(40);
    assertThat(value(results, "share")).isEqualTo(0.5);
    // Five subscribers of two products, each 200 h * 60 + 2 * 20 h * 60.
    assertThat(value(results, "pointToPoint")).isEqualTo(40_000);
    assertThat(value(results, "mesh")).isEqualTo(2 * 14_400 + 5 * 40);
    assertThat(value(results, "saved")).isEqualTo(40_000 - 29_000);
    assertThat(value(results, "breakEven")).isEqualTo(2);
    assertThat(results).extracting(Figure::from).containsOnly("given");
  }

  @Test
  void marksWhatItWasNotGivenAndAllThatIsReckonedFromIt() {
    var some = new EnumMap<>(GIVEN);
    some.remove(Rate.HOURLY_RATE);

    var calculation = Calculation.of(MEASURED, some);

    assertThat(calculation.inputs())
        .filteredOn(Figure::isAssumed)
        .extracting(Figure::name)
        .containsExactly("hourlyRate");
    assertThat(calculation.results()).extracting(Figure::from).containsOnly("assumed");
  }

  @Test
  void assumesEveryRateAndTheStepsWhereNothingIsKnown() {
    var nothing = MEASURED.withReuse(List.of());
    var unmeasured =
        new Measured(
            nothing.from(),
            nothing.to(),
            true,
            0,
            0,
            0,
            Spread.NOTHING,
            Spread.NOTHING,
            Spread.NOTHING,
            List.of());

    var calculation = Calculation.of(unmeasured, Map.of());

    assertThat(calculation.inputs().stream().filter(Figure::isAssumed).map(Figure::name))
        .containsAll(Arrays.stream(Rate.values()).map(Rate::word).toList())
        .contains("steps");
    assertThat(value(calculation.results(), "saved")).isZero();
  }

  @Test
  void neverBreaksEvenWhereAFeedCostsNoMore() {
    var free = new EnumMap<>(GIVEN);
    free.put(Rate.HOURLY_RATE, 0.0);
    free.put(Rate.FEED_INFRASTRUCTURE, 0.0);

    var results = Calculation.of(MEASURED, free).results();

    assertThat(value(results, "breakEven")).isZero();
    assertThat(value(results, "share")).isZero();
  }

  @Test
  void saysHowNumbersLie() {
    assertThat(Spread.of(List.of())).isEqualTo(Spread.NOTHING);
    assertThat(Spread.of(List.of(3.0, 1.0))).isEqualTo(new Spread(2, 2, 3));
    assertThat(Spread.of(List.of(5.0, 1.0, 3.0)).median()).isEqualTo(3);
  }

  private static double value(List<Figure> figures, String name) {
    return figures.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
