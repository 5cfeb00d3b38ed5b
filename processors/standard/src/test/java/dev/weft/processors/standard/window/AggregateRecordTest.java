package dev.weft.processors.standard.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.model.DataRecord;
import dev.weft.policy.CelExpressions;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AggregateRecordTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Map<String, String> COUNT = Map.of("n", "count");

  private final Hand clock = new Hand();
  private final TestContext context = TestContext.of(new CelExpressions(), clock);

  @Test
  void aWindowIsClosedByALaterRecord() throws Exception {
    var flow = flow(minutes(5, "0s", COUNT));

    flow.send(at(0, "a"), at(299, "a"), at(60, "b"));
    assertThat(flow.records("success")).isEmpty();
    flow.send(at(300, "a"));

    assertThat(flow.records("success"))
        .containsExactly(result("a", 0, "n", 2L), result("b", 0, "n", 1L));
  }

  @Test
  void aResultLeadsToEveryRecordThatWasCounted() throws Exception {
    var flow = flow(minutes(5, "0s", COUNT));

    flow.send(at(0, "a"), at(5, "b"), at(10, "a"));
    flow.send(at(20, "a"), at(300, "b"));

    assertThat(flow.inner.traced("success"))
        .extracting(each -> positions(each.origin()))
        .containsExactly(List.of(0L, 2L, 3L), List.of(1L));
  }

  private List<Long> positions(Origin made) {
    return context.gathered().of(made).stream().map(Origin::position).toList();
  }

  @Test
  void whatComesWithinTheLatenessIsCountedAndWhatComesLaterIsNot() throws Exception {
    var flow = flow(minutes(5, "30s", COUNT));

    flow.send(at(0, "a"));
    flow.send(at(329, "b"));
    flow.send(at(299, "a"));
    flow.send(at(330, "b"));
    flow.send(at(298, "a"));

    assertThat(flow.records("success")).containsExactly(result("a", 0, "n", 2L));
    assertThat(flow.records("late")).containsExactly(at(298, "a"));
  }

  @Test
  void everythingCanBeComputed() throws Exception {
    var compute = new LinkedHashMap<String, String>();
    compute.put("all", "count");
    compute.put("hot", "count(record.c > 20.0)");
    compute.put("sum", "sum(record.c)");
    compute.put("mean", "avg(record.c)");
    compute.put("least", "min(record.c)");
    compute.put("most", "max(record.c)");
    compute.put("from", "first(record.at)");
    compute.put("to", "last(record.at)");
    compute.put("whole", "sum(record.n)");
    var flow = flow(minutes(5, "0s", compute));

    flow.send(value(1, 19.5, 1), value(2, 21.1, 2), value(3, 20.6, 4), value(301, 0.1, 8));

    assertThat(flow.records("success"))
        .containsExactly(
            result(
                "a",
                0,
                "all",
                3L,
                "hot",
                2L,
                "sum",
                new BigDecimal("61.2"),
                "mean",
                new BigDecimal("20.4"),
                "least",
                new BigDecimal("19.5"),
                "most",
                new BigDecimal("21.1"),
                "from",
                NOON.plusSeconds(1),
                "to",
                NOON.plusSeconds(3),
                "whole",
                7L));
  }

  @Test
  void aSumThatLeavesTheWholeNumbersStaysExact() throws Exception {
    var flow = flow(minutes(5, "0s", Map.of("sum", "sum(record.n)")));

    flow.send(value(1, 0, Long.MAX_VALUE), value(2, 0, Long.MAX_VALUE), value(301, 0, 1));

    assertThat(flow.records("success"))
        .containsExactly(result("a", 0, "sum", new BigDecimal("18446744073709551614")));
  }

  @Test
  void aNullIsLeftOut() throws Exception {
    var flow = flow(minutes(5, "0s", Map.of("mean", "avg(record.c)")));
    var none = fields("at", NOON, "k", "a", "c", null);
    var empty = fields("at", NOON, "k", "b", "c", null);

    flow.send(none, value(1, 4.0, 0), empty, value(301, 0, 0));

    assertThat(flow.records("success"))
        .containsExactly(
            result("a", 0, "mean", new BigDecimal("4.0")), result("b", 0, "mean", null));
  }

  @Test
  void countsGoOnAfterARestart() throws Exception {
    flow(minutes(5, "0s", COUNT)).send(at(0, "a"));
    var second = flow(minutes(5, "0s", COUNT));

    second.send(at(1, "a"), at(300, "a"));

    assertThat(second.records("success")).containsExactly(result("a", 0, "n", 2L));
  }

  @Test
  void countsOfOtherSettingsAreForgottenAndToldOf() throws Exception {
    flow(minutes(5, "0s", COUNT)).send(at(0, "a"));
    var second = flow(minutes(5, "0s", Map.of("n", "count", "m", "sum(record.n)")));

    second.send(value(0, 0, 3), at(300, "a"));

    assertThat(second.records("success")).containsExactly(result("a", 0, "n", 1L, "m", 3L));
    assertThat(context.bulletins()).anyMatch(told -> told.contains("1 open groups"));
  }

  @Test
  void silenceClosesWindowsOnlyIfAsked() throws Exception {
    var flow = flow(minutes(5, "0s", COUNT, "idleAfter", "1m"));
    flow.send(at(0, "a"));

    flow.pass(Duration.ofSeconds(58));
    assertThat(flow.records("success")).isEmpty();
    assertThat(flow.inner.callAgain()).contains(Duration.ofSeconds(1));
    flow.pass(Duration.ofSeconds(1));

    assertThat(flow.records("success")).containsExactly(result("a", 0, "n", 1L));
    flow.send(at(1, "a"));
    assertThat(flow.records("late")).containsExactly(at(1, "a"));
    assertThat(flow.inner.callAgain()).isEmpty();
  }

  @Test
  void aPartitionThatIsBehindIsWaitedForUntilItIsSilent() throws Exception {
    var flow = flow(minutes(5, "0s", COUNT));

    flow.inner.send(new FlowFile(Map.of(), new Records(List.of())));
    flow.sendFrom("port/0", at(0, "a"), at(400, "a"));
    assertThat(flow.records("success")).as("closed, as no other is heard of").hasSize(1);
    flow.sendFrom("port/1", at(301, "b"));
    flow.sendFrom("port/0", at(700, "a"));
    assertThat(flow.records("success")).as("waits for port/1").hasSize(1);
    flow.sendFrom("port/1", at(302, "b"));
    flow.pass(Duration.ofSeconds(8));
    assertThat(flow.records("success")).as("still waits").hasSize(1);
    flow.sendFrom("port/0", at(701, "a"));
    flow.pass(Duration.ofSeconds(1));

    assertThat(flow.records("success"))
        .as("port/1 is silent")
        .contains(result("a", 5, "n", 1L), result("b", 5, "n", 2L));
    assertThat(flow.records("late")).isEmpty();
  }

  @Test
  void theFirstPartitionDoesNotRunAheadOfThoseThatFollow() throws Exception {
    var flow = flow(minutes(5, "0s", COUNT));

    flow.inner.send(file("port/0", at(0, "a"), at(4_000, "a")));
    flow.inner.send(file("port/1", at(1, "b"), at(3_000, "b")));
    flow.pass(Duration.ofSeconds(1));

    assertThat(flow.records("late")).isEmpty();
    assertThat(flow.records("success"))
        .containsExactly(result("a", 0, "n", 1L), result("b", 0, "n", 1L));
  }

  private static FlowFile file(String source, DataRecord... records) {
    var items = new ArrayList<Traced>();
    for (var each : records) {
      items.add(new Traced(each, new Origin(source, "offset", items.size())));
    }
    return new FlowFile(Map.of(), new Records(items));
  }

  @Test
  void oneClockThatIsWrongClosesNothing() throws Exception {
    var flow = flow(minutes(5, "0s", COUNT));
    var future = at(3_600 * 24 * 365, "a");

    flow.send(at(0, "a"), future, fields("at", "yesterday", "k", "a"), at(1, "a"));

    assertThat(flow.records("failure")).hasSize(2).contains(future);
    assertThat(flow.records("late")).isEmpty();
    assertThat(flow.inner.emitted("failure").get(0).attributes().get("error.message"))
        .contains("in the future");
  }

  @Test
  void groupsAreLimitedAndNothingIsLost() throws Exception {
    var flow = flow(minutes(5, "0s", COUNT, "groupsMax", "2"));

    flow.send(at(0, "a"), at(1, "b"), at(2, "c"), at(3, "a"));
    flow.send(at(600, "d"));

    assertThat(flow.records("failure")).containsExactly(at(2, "c"), at(600, "d"));
    assertThat(flow.records("success"))
        .containsExactly(result("a", 0, "n", 2L), result("b", 0, "n", 1L));
  }

  @Test
  void aRecordThatCannotBeAddedChangesNoPartOfItsGroup() throws Exception {
    var flow = flow(minutes(5, "0s", Map.of("n", "count", "sum", "sum(record.c)")));
    var text = fields("at", NOON, "k", "a", "c", "warm");

    flow.send(value(1, 2.0, 0), text, value(301, 0, 0));

    assertThat(flow.records("success"))
        .containsExactly(result("a", 0, "n", 1L, "sum", new BigDecimal("2.0")));
    assertThat(flow.records("failure")).containsExactly(text);
  }

  /** Any order within the lateness, cut into any batches, gives what plain counting gives. */
  @Test
  void orderWithinTheLatenessDoesNotMatter() throws Exception {
    var random = new Random(7);
    var flow = flow(minutes(1, "2m", COUNT));
    var expected = new TreeMap<String, Long>();
    var records = new ArrayList<DataRecord>();
    for (var second = 0; second < 3_600; second++) {
      var key = "k" + random.nextInt(5);
      records.add(at(second, key));
      expected.merge(second / 60 + key, 1L, Long::sum);
    }
    for (var from = 0; from < records.size(); from += 100) { // 100 s apart at most
      Collections.shuffle(records.subList(from, from + 100), random);
    }

    for (var from = 0; from < records.size(); ) {
      var to = Math.min(records.size(), from + 1 + random.nextInt(70));
      flow.send(records.subList(from, to).toArray(new DataRecord[0]));
      from = to;
    }
    flow.send(at(7_200, "end"));

    var found = new TreeMap<String, Long>();
    flow.records("success")
        .forEach(
            one -> {
              var start = Duration.between(NOON, (Instant) one.get("window_start"));
              found.merge(start.toMinutes() + "" + one.get("k"), (Long) one.get("n"), Long::sum);
            });
    assertThat(found).isEqualTo(expected);
    assertThat(flow.records("late")).isEmpty();
    assertThat(context.state().all().keySet()).filteredOn(key -> key.startsWith("w[")).hasSize(1);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> minutes(5, "0s", Map.of("n", "median(record.c)")))
        .hasMessageContaining("compute.n must be count or");
    assertThatThrownBy(() -> minutes(5, "0s", Map.of("n", "sum")))
        .hasMessageContaining("compute.n");
    assertThatThrownBy(() -> minutes(0, "0s", COUNT)).hasMessageContaining("window must be");
    assertThatThrownBy(() -> minutes(5, "0s", Map.of())).hasMessageContaining("compute must name");
  }

  private Flow flow(AggregateRecord.Settings settings) {
    return new Flow(
        TestFlow.of(new AggregateRecord().create(settings, context.processor()), clock));
  }

  /** After what is sent a second passes, so that other sources would have been heard of. */
  private final class Flow {
    private final TestFlow inner;
    private long position;

    Flow(TestFlow inner) {
      this.inner = inner;
    }

    void send(DataRecord... records) throws Exception {
      sendFrom("one", records);
    }

    void sendFrom(String source, DataRecord... records) throws Exception {
      var items = new ArrayList<Traced>();
      for (var each : records) {
        items.add(new Traced(each, new Origin(source, "line", position++)));
      }
      inner.send(new FlowFile(Map.of(), new Records(items)));
      pass(Duration.ofSeconds(1));
    }

    void pass(Duration time) throws Exception {
      clock.forward(time);
      inner.call();
    }

    List<DataRecord> records(String relationship) {
      return inner.records(relationship);
    }
  }

  private static AggregateRecord.Settings minutes(
      int minutes, String lateness, Map<String, String> compute, String... more) {
    var rest = List.of(more);
    return new AggregateRecord.Settings(
        "record.at",
        Duration.ofMinutes(minutes),
        Duration.parse("PT" + lateness),
        Map.of("k", "record.k"),
        compute,
        rest.contains("idleAfter") ? Duration.parse("PT" + rest.get(1)) : null,
        null,
        null,
        rest.contains("groupsMax") ? Integer.parseInt(rest.get(1)) : 0);
  }

  private static DataRecord at(long second, String key) {
    return fields("at", NOON.plusSeconds(second), "k", key, "n", 0L);
  }

  private static DataRecord value(long second, double celsius, long whole) {
    return fields("at", NOON.plusSeconds(second), "k", "a", "c", celsius, "n", whole);
  }

  private static DataRecord result(String key, int minute, Object... computed) {
    var start = NOON.plusSeconds(minute * 60L);
    var all = new LinkedHashMap<String, Object>();
    all.put("k", key);
    all.put("window_start", start);
    all.put("window_end", start.plusSeconds(300));
    all.putAll(fields(computed).fields());
    return new DataRecord(all);
  }

  private static DataRecord fields(Object... namesAndValues) {
    var named = new LinkedHashMap<String, Object>();
    for (var i = 0; i < namesAndValues.length; i += 2) {
      named.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return new DataRecord(named);
  }

  private static final class Hand extends Clock {
    private Instant now = NOON.plusSeconds(7_200);

    void forward(Duration time) {
      now = now.plus(time);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
