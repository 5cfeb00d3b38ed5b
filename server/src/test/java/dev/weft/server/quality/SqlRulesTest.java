package dev.weft.server.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.Contract;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.policy.CelExpressions;
import dev.weft.registry.quality.Figure;
import dev.weft.registry.quality.Figure.Standing;
import dev.weft.registry.quality.Meter;
import dev.weft.registry.quality.Objectives;
import dev.weft.spi.QualityQueries;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Rules in SQL stand beside all others: what is installed measures them over their window. */
class SqlRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Optional<QualityQueries> ENGINE =
      ServiceLoader.load(QualityQueries.class).findFirst();

  @Test
  void aRuleIsKeptOrBrokenByTheNumberOfItsQuery() {
    var rules =
        "[{'type':'library','metric':'rowCount','mustBe':2},"
            + "{'name':'negative','type':'sql','query':'SELECT COUNT(*) FROM ${table} WHERE total < 0','mustBe':0},"
            + "{'name':'average','type':'sql','query':'SELECT AVG(total) FROM payment','mustBeBetween':[1,5]},"
            + "{'name':'share','type':'sql','unit':'percent','mustBeLessThan':60,"
            + "'query':'SELECT 100 * SUM(CASE WHEN total < 0 THEN 1 ELSE 0 END) / COUNT(*) FROM payment'}]";
    try (var meter = new Meter(objectives(rules), Instant.EPOCH)) {
      take(meter, NOW.minusSeconds(60), 4);
      take(meter, NOW.minusSeconds(30), -2);
      // Before the window of an hour: it counts no more.
      take(meter, NOW.minus(Duration.ofMinutes(61)), -100);

      var figures = meter.figures(NOW);

      assertThat(figures)
          .extracting(Figure::standing)
          .containsExactly(Standing.KEPT, Standing.BROKEN, Standing.KEPT, Standing.KEPT);
      assertThat(figures).extracting(Figure::text).contains("1", "50 %");
      assertThat(figures.get(1).objective().promised()).isEqualTo("exactly 0 within 1 h");
      // An hour later nothing is there: a sum of nothing is no number.
      assertThat(meter.figures(NOW.plus(Duration.ofHours(2))).get(2).text())
          .isEqualTo("the query gives no number");
    }
  }

  @Test
  void whatCannotBeAskedIsListedWithTheReason() {
    var rules =
        "[{'name':'none','type':'sql','query':'SELECT COUNT(*) FROM payment'},"
            + "{'name':'empty','type':'sql','mustBe':0},"
            + "{'name':'file','type':'sql','query':'SELECT FILE_READ(1) FROM payment','mustBe':0}]";

    var objectives = objectives(rules);

    assertThat(objectives.measured()).isEmpty();
    assertThat(objectives.unmeasured())
        .extracting(Objectives.Unmeasured::why)
        .containsExactly(
            "it says no number",
            "it has no query",
            "At line 1, column 8 of the query: 'FILE_READ' is no function for rules.");
    assertThat(Objectives.of(contract(rules), new CelExpressions()).unmeasured())
        .extracting(Objectives.Unmeasured::why)
        .containsOnly("nothing here understands SQL");
  }

  private static void take(Meter meter, Instant time, long total) {
    var record = new DataRecord(Map.of("id", 1L, "total", total));
    meter.record(Optional.of(record), time.toEpochMilli(), OptionalLong.empty());
  }

  private static Objectives objectives(String rules) {
    return Objectives.of(contract(rules), new CelExpressions(), ENGINE);
  }

  private static Contract contract(String rules) {
    var text =
        "{'id':'payments-v1','schema':[{'name':'payment','quality':"
            + rules
            + ",'properties':[{'name':'id','logicalType':'integer'},{'name':'total','logicalType':'number'}]}]}";
    return Json.read(Json.parse(text.replace('\'', '"').replace("''", "'")), Contract.class);
  }
}
