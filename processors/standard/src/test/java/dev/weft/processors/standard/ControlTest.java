package dev.weft.processors.standard;

import static dev.weft.processors.standard.Standard.fields;
import static dev.weft.processors.standard.Standard.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.policy.CelExpressions;
import dev.weft.testing.MemoryState;
import dev.weft.testing.TestContext;
import dev.weft.testing.TestFlow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControlTest {
  private final Standard standard = new Standard();
  private final TestContext context = TestContext.of(new CelExpressions(), standard);

  @Test
  void partsHaveTheValuesAsAttributes() throws Exception {
    var settings = new PartitionRecord.Settings(Map.of("country", "record.country"));
    var flow = TestFlow.of(new PartitionRecord().create(settings, context.processor()));

    flow.send(
        fields("country", "FR", "i", 1L),
        fields("country", "DE", "i", 2L),
        fields("i", 3L),
        fields("country", "FR", "i", 4L));

    assertThat(flow.emitted("success"))
        .extracting(file -> file.attributes().get("country"))
        .containsExactly("FR", "DE");
    assertThat(flow.traced("success").get(1).origin().position()).isEqualTo(3);
    assertThat(flow.records("failure")).containsExactly(fields("i", 3L));
  }

  @Test
  void duplicatesAreKnownAcrossARestart() throws Exception {
    var settings = new DeduplicateRecord.Settings("record.id", 0, null);
    var first = TestFlow.of(new DeduplicateRecord().create(settings, context.processor()));
    first.send(fields("id", 1L), fields("id", 1L), fields("x", 2L));
    var second = TestFlow.of(new DeduplicateRecord().create(settings, context.processor()));

    second.send(fields("id", 1L), fields("id", 3L));

    assertThat(first.records("non-duplicate")).containsExactly(fields("id", 1L));
    assertThat(first.records("duplicate")).containsExactly(fields("id", 1L));
    assertThat(first.records("failure")).containsExactly(fields("x", 2L));
    assertThat(second.records("non-duplicate")).containsExactly(fields("id", 3L));
  }

  @Test
  void onlySoManyKeysAreRememberedAndNotForEver() {
    var state = new MemoryState();
    var seen = new Remembered(state, 3, Optional.of(Duration.ofSeconds(10)));
    var now = standard.instant();

    for (var key : List.of("a", "b", "c", "d")) {
      assertThat(seen.addIfNew(key, now)).isTrue();
    }

    assertThat(seen.addIfNew("d", now)).isFalse();
    assertThat(seen.addIfNew("d", now.plusSeconds(10))).isTrue();
    assertThat(seen.addIfNew("a", now)).isTrue();
    assertThat(state.all()).hasSizeLessThanOrEqualTo(7);
    assertThat(state.all().toString()).doesNotContain("=a");
  }

  @Test
  void theSameFileIsADuplicate() throws Exception {
    var settings = new DetectDuplicate.Settings("attributes.filename", 0, null);
    var flow = TestFlow.of(new DetectDuplicate().create(settings, context.processor()));

    flow.send(text("x", "filename", "a"));
    flow.send(text("x", "filename", "a"));

    assertThat(flow.emitted("non-duplicate")).hasSize(1);
    assertThat(flow.emitted("duplicate")).hasSize(1);
  }

  @Test
  void onlySoMuchGoesThroughInTime() throws Exception {
    var settings =
        new ControlRate.Settings(
            3, Duration.ofSeconds(10), ControlRate.Unit.RECORDS, "attributes.from");
    var flow = TestFlow.of(new ControlRate().create(settings, context.processor()), standard);

    flow.send(Standard.flowFile("s", 0, fields(), fields()).with("from", "a"));
    standard.forward(Duration.ofSeconds(4));
    flow.send(Standard.flowFile("s", 0, fields(), fields()).with("from", "a"));
    flow.send(Standard.flowFile("s", 0, fields()).with("from", "a"));
    flow.send(Standard.flowFile("s", 0, fields()).with("from", "b"));

    assertThat(flow.emitted("success")).hasSize(2);
    assertThat(flow.waiting()).hasSize(2);
    assertThat(flow.callAgain()).contains(Duration.ofSeconds(6));
    standard.forward(Duration.ofSeconds(6));
    flow.call();
    assertThat(flow.waiting()).isEmpty();
  }

  @Test
  void whatIsLargerThanTheRateGoesAlone() throws Exception {
    var settings = new ControlRate.Settings(2, null, ControlRate.Unit.BYTES, null);
    var flow = TestFlow.of(new ControlRate().create(settings, context.processor()), standard);

    flow.send(text("xxx"));
    flow.send(text("x"));

    assertThat(flow.emitted("success")).hasSize(1);
    assertThat(flow.waiting()).hasSize(1);
  }

  @Test
  void numbersComeInOrderOrAreOvertaken() throws Exception {
    var settings = new EnforceOrder.Settings("int(attributes.n)", "attributes.g", 1, null);
    var flow = TestFlow.of(new EnforceOrder().create(settings, context.processor()), standard);

    flow.send(text("x", "g", "a", "n", "2"));
    flow.send(text("x", "g", "a", "n", "1"));
    flow.send(text("x", "g", "a", "n", "5"));
    assertThat(numbers(flow, "success")).containsExactly("1", "2");
    assertThat(flow.callAgain()).contains(Duration.ofMinutes(10));
    standard.forward(Duration.ofMinutes(10));
    flow.call();
    flow.send(text("x", "g", "a", "n", "4"));
    flow.send(text("x", "g", "a", "n", "6"));
    flow.send(text("x", "g", "a", "n", "x"));

    assertThat(numbers(flow, "overtook")).containsExactly("5");
    assertThat(numbers(flow, "skipped")).containsExactly("4");
    assertThat(numbers(flow, "success")).containsExactly("1", "2", "6");
    assertThat(flow.emitted("failure")).hasSize(1);
  }

  @Test
  void aGapDoesNotStopAFullConnection() throws Exception {
    var settings = new EnforceOrder.Settings("int(attributes.n)", null, 0, null);
    var flow = TestFlow.of(new EnforceOrder().create(settings, context.processor()), standard);
    flow.fill();

    flow.send(text("x", "n", "7"));

    assertThat(numbers(flow, "overtook")).containsExactly("7");
    assertThat(context.bulletins()).hasSize(1);
  }

  private static List<String> numbers(TestFlow flow, String relationship) {
    return flow.emitted(relationship).stream().map(each -> each.attributes().get("n")).toList();
  }

  @Test
  void silenceRaisesTheAlarmOnceUntilItEnds() throws Exception {
    var settings = new MonitorActivity.Settings(Duration.ofMinutes(1), null);
    var flow = TestFlow.of(new MonitorActivity().create(settings, context.processor()), standard);

    flow.call();
    assertThat(flow.callAgain()).contains(Duration.ofMinutes(1));
    standard.forward(Duration.ofMinutes(1));
    flow.call();
    standard.forward(Duration.ofMinutes(1));
    flow.call();
    flow.send(text("x"));

    assertThat(flow.records("inactive"))
        .singleElement()
        .satisfies(record -> assertThat(record.get("seconds")).isEqualTo(60L));
    assertThat(flow.records("activity.restored")).hasSize(1);
    assertThat(flow.emitted("success")).hasSize(1);
    assertThat(context.bulletins()).hasSize(2);
  }

  @Test
  void silenceIsRememberedAcrossARestart() throws Exception {
    var settings = new MonitorActivity.Settings(Duration.ofMinutes(1), Duration.ofMinutes(3));
    TestFlow.of(new MonitorActivity().create(settings, context.processor()), standard).call();
    standard.forward(Duration.ofMinutes(2));
    var again = TestFlow.of(new MonitorActivity().create(settings, context.processor()), standard);

    again.call();
    standard.forward(Duration.ofMinutes(3));
    again.call();

    assertThat(again.records("inactive"))
        .extracting(record -> record.get("seconds"))
        .containsExactly(120L, 300L);
  }

  @Test
  void whatWaitsGoesOnWhenTheSignalHasComeOftenEnough() throws Exception {
    var flow = barrier(2);

    flow.send(text("work", "batch", "7"));
    flow.send(text("s", "batch", "7", "signal", "yes"));
    flow.send(text("s", "batch", "8", "signal", "yes"));
    assertThat(flow.emitted("success")).isEmpty();
    flow.send(text("s", "batch", "7", "signal", "yes"));

    assertThat(flow.emitted("success")).hasSize(1);
    assertThat(flow.emitted("signal")).hasSize(3);
  }

  @Test
  void aSignalMayComeFirstAndIsForgottenInTheEnd() throws Exception {
    var flow = barrier(1);

    flow.send(text("s", "batch", "7", "signal", "yes"));
    flow.send(text("work", "batch", "7"));
    standard.forward(Duration.ofMinutes(10));
    flow.send(text("work", "batch", "7"));
    assertThat(flow.emitted("success")).hasSize(1);
    standard.forward(Duration.ofMinutes(10));
    flow.call();

    assertThat(flow.emitted("expired")).hasSize(1);
    assertThat(context.state().all()).isEmpty();
  }

  private TestFlow barrier(int count) {
    var settings = new Barrier.Settings("attributes.batch", "'signal' in attributes", count, null);
    return TestFlow.of(new Barrier().create(settings, context.processor()), standard);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> new ControlRate.Settings(0, null, null, null))
        .hasMessageStartingWith("rate");
    assertThatThrownBy(() -> new DeduplicateRecord.Settings("a", 1_000_000, null))
        .hasMessageStartingWith("keysMax");
    assertThatThrownBy(() -> new MonitorActivity.Settings(Duration.ZERO, null))
        .hasMessageStartingWith("silenceMax");
  }
}
