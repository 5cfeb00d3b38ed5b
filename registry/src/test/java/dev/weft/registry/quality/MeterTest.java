package dev.weft.registry.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Contract;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.policy.CelExpressions;
import dev.weft.registry.quality.Figure.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What a contract promises is measured on the records, to the minute, and judged. */
class MeterTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(30));

  @Test
  void latencyIsTheTimeFromTheFieldUntilTheRecord() {
    var meter = meter("slaProperties: [{property: latency, value: 5, unit: min, element: at}]");
    for (var i = 0; i < 200; i++) {
      record(meter, NOW.minusSeconds(600), "at", NOW.minusSeconds(600 + 60).toString());
    }
    assertThat(only(meter).standing()).isEqualTo(Standing.KEPT);
    assertThat(only(meter).measured().orElse(0)).isBetween(50.0, 73.0);

    // Two of 202 are still 99 of 100 in time; a third is not.
    record(meter, NOW.minusSeconds(60), "at", NOW.minusSeconds(3600).toString());
    record(meter, NOW.minusSeconds(60), "at", NOW.minusSeconds(3600).toString());
    assertThat(only(meter).standing()).isEqualTo(Standing.KEPT);
    record(meter, NOW.minusSeconds(60), "at", NOW.minusSeconds(3600).toString());
    assertThat(only(meter).standing()).isEqualTo(Standing.BROKEN);
    assertThat(only(meter).text()).contains("3 of 203 later");
  }

  @Test
  void latencyWithoutAFieldIsTheTimeUntilItCanBeRead() {
    var meter = meter("slaProperties: [{property: latency, value: 2, unit: s}]");
    assertThat(only(meter).standing()).isEqualTo(Standing.UNKNOWN);
    var time = NOW.minusSeconds(100).toEpochMilli();
    meter.record(Optional.empty(), time, OptionalLong.empty());
    assertThat(only(meter).standing()).isEqualTo(Standing.UNKNOWN);
    meter.record(Optional.empty(), time, OptionalLong.of(time + 900));
    assertThat(only(meter).standing()).isEqualTo(Standing.KEPT);
    meter.record(Optional.empty(), time, OptionalLong.of(time + 4_000));
    assertThat(only(meter).standing()).isEqualTo(Standing.BROKEN);
  }

  @Test
  void freshnessIsTheAgeOfTheNewestAndSilenceBreaksIt() {
    var meter = meter("slaProperties: [{property: freshness, value: 1, unit: h}]");
    assertThat(only(meter).standing()).isEqualTo(Standing.BROKEN);
    meter.newest(NOW.minus(Duration.ofMinutes(50)).toEpochMilli());
    assertThat(only(meter).standing()).isEqualTo(Standing.KEPT);
    assertThat(only(meter).text()).isEqualTo("50 min");
    assertThat(meter.figures(NOW.plus(Duration.ofMinutes(11))).get(0).standing())
        .isEqualTo(Standing.BROKEN);
  }

  @Test
  void whoHasJustPromisedItHasAsLongAsThePromiseSays() {
    var objectives = objectives("slaProperties: [{property: fy, value: 1, unit: h}]");
    var meter = new Meter(objectives, NOW.minus(Duration.ofMinutes(59)));
    assertThat(only(meter).standing()).isEqualTo(Standing.UNKNOWN);
    meter.newest(NOW.minus(Duration.ofDays(2)).toEpochMilli());
    assertThat(only(meter).standing()).isEqualTo(Standing.UNKNOWN);
    assertThat(meter.figures(NOW.plus(Duration.ofMinutes(2))).get(0).standing())
        .isEqualTo(Standing.BROKEN);
  }

  @Test
  void volumeCountsAPeriodAndNothingIsTooFewBeforeItIsOver() {
    var objectives = objectives("slaProperties: [{property: volume, value: 3, unit: records/h}]");
    var early = new Meter(objectives, NOW.minus(Duration.ofMinutes(20)));
    assertThat(only(early).standing()).isEqualTo(Standing.UNKNOWN);
    var meter = new Meter(objectives, LONG_AGO);
    meter.coveredSince(NOW.minus(Duration.ofMinutes(20)));
    record(meter, NOW.minus(Duration.ofMinutes(10)));
    assertThat(only(meter).standing()).isEqualTo(Standing.UNKNOWN);
    meter.coveredSince(NOW.minus(Duration.ofHours(2)));
    record(meter, NOW.minus(Duration.ofMinutes(90)));
    record(meter, NOW.minus(Duration.ofMinutes(59)));
    assertThat(only(meter).standing()).isEqualTo(Standing.BROKEN);
    assertThat(only(meter).text()).isEqualTo("2 records");
    record(meter, NOW.minusSeconds(1));
    assertThat(only(meter).standing()).isEqualTo(Standing.KEPT);
  }

  @Test
  void sharesAndCountsOfBadRecords() {
    var meter =
        meter(
            """
            customProperties: [{property: weft.quality.window, value: 30m}]
            slaProperties:
              - {property: errorRate, value: 10, unit: percent}
              - {property: completeness, value: 75, unit: percent, element: 't.name, t.total'}
            schema:
              - name: t
                quality:
                  - {metric: duplicateValues, mustBeLessThan: 2, arguments: {properties: [id]}}
                  - {type: custom, engine: cel, implementation: record.total > 0, unit: percent, name: positive,
                     customProperties: [{property: weft.mustBeLessOrEqualTo, value: 50}]}
                properties:
                  - name: id
                    required: true
                  - name: name
                    quality:
                      - {metric: nullValues, mustBeLessThan: 2}
                      - {metric: invalidValues, mustBe: 1, arguments: {validValues: [a, b]}}
                      - {metric: missingValues, mustBe: 1, arguments: {missingValues: ['', '-']}}
                  - name: total
            """);
    record(meter, NOW, "id", 1L, "name", "a", "total", 5L);
    record(meter, NOW, "id", 2L, "name", "-", "total", 0L);
    record(meter, NOW, "id", 1L, "name", "b", "total", 7L);
    record(meter, NOW, "id", 3L, "name", null, "total", -1L);
    meter.quarantined(NOW.toEpochMilli());

    assertThat(meter.figures(NOW))
        .extracting(
            figure -> figure.objective().id() + " " + figure.standing() + " " + figure.text())
        .containsExactly(
            "errorRate BROKEN 20 %",
            "completeness KEPT 75 %",
            "duplicateValues KEPT 1 record",
            "positive KEPT 50 %",
            "name.nullValues KEPT 1 record",
            "name.invalidValues KEPT 1 record",
            "name.missingValues KEPT 1 record");
    // After half an hour nothing of it counts any more.
    assertThat(meter.figures(NOW.plus(Duration.ofMinutes(32))).get(0).standing())
        .isEqualTo(Standing.UNKNOWN);
    assertThat(meter.slices()).isEmpty();
  }

  @Test
  void whatCannotBeMeasuredIsSaidSo() {
    var objectives =
        objectives(
            """
            slaProperties:
              - {property: retention, value: 5, unit: y}
              - {property: availability, value: 99.9, unit: percent}
              - {property: latency, value: soon}
            schema: [{name: t, quality: [{type: text, description: Looks good.}, {type: custom, engine: soda, implementation: x}]}]
            """);
    assertThat(objectives.measured()).isEmpty();
    assertThat(objectives.unmeasured())
        .extracting(Objectives.Unmeasured::name)
        .containsExactly("retention", "availability", "latency", "rule", "rule");
  }

  @Test
  void keysAreForgottenAfterTheirTimeAndNeverTooMany() {
    var keys = new RecentKeys(7_000);
    assertThat(keys.isKnown(1, 0)).isFalse();
    assertThat(keys.isKnown(1, 6_999)).isTrue();
    for (var second = 7; second < 15; second++) {
      keys.isKnown(100 + second, second * 1_000L);
    }
    assertThat(keys.isKnown(1, 15_000)).isFalse();
    for (long key = 0; key < 3L * RecentKeys.KEYS_MAX; key++) {
      keys.isKnown(1_000 + key, 16_000);
    }
    assertThat(keys.size()).isLessThanOrEqualTo(RecentKeys.KEYS_MAX);
  }

  @Test
  void momentsAreReadInTheirUsualForms() {
    var noon = OptionalLong.of(NOW.toEpochMilli());
    assertThat(
            List.of(
                EventTime.of("2026-11-28T12:00:00Z"),
                EventTime.of("2026-11-28T13:00:00.000+01:00"),
                EventTime.of("2026-11-28 12:00:00"),
                EventTime.of("2026-11-28T12:00"),
                EventTime.of(NOW),
                EventTime.of(NOW.toEpochMilli())))
        .allMatch(noon::equals);
    for (var none :
        Arrays.asList("soon", "2026-99-28T12:00:00", 17L, null, "2026-11-28T12:00:00 o'clock")) {
      assertThat(EventTime.of(none)).isEmpty();
    }
  }

  private static Figure only(Meter meter) {
    var figures = meter.figures(NOW);
    assertThat(figures).hasSize(1);
    return figures.get(0);
  }

  private static void record(Meter meter, Instant time, Object... fields) {
    var values = new HashMap<String, Object>();
    for (var i = 0; i < fields.length; i += 2) {
      values.put((String) fields[i], fields[i + 1]);
    }
    meter.record(Optional.of(new DataRecord(values)), time.toEpochMilli(), OptionalLong.empty());
  }

  private static Meter meter(String contract) {
    return new Meter(objectives(contract), LONG_AGO);
  }

  private static Objectives objectives(String contract) {
    var tree = new Load(LoadSettings.builder().build()).loadFromString(contract);
    return Objectives.of(Json.read(Json.tree(tree), Contract.class), new CelExpressions());
  }
}
