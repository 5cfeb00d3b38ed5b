package dev.weft.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weft.model.PortFields.FieldTag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When something holds, as sets of moments, and as people write it. */
class ValidityTest {
  private static final int MOMENTS = 12;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void andOrAndCoversAreThoseOfSets(long seed) {
    var random = new Random(seed);
    for (var round = 0; round < 400; round++) {
      var one = random(random);
      var other = random(random);
      var covers = true;
      for (var i = -1; i <= MOMENTS + 2; i++) {
        var at = moment(i);
        assertThat(one.and(other).holdsAt(at)).isEqualTo(one.holdsAt(at) && other.holdsAt(at));
        assertThat(one.or(other).holdsAt(at)).isEqualTo(one.holdsAt(at) || other.holdsAt(at));
        covers &= one.holdsAt(at) || !other.holdsAt(at);
      }
      assertThat(one.covers(other)).as("%s covers %s", one, other).isEqualTo(covers);
      assertThat(one.or(other)).isEqualTo(other.or(one));
      assertThat(one.and(other)).isEqualTo(other.and(one));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void nothingChangesBetweenTwoMomentsOfChange(long seed) {
    var random = new Random(seed);
    for (var round = 0; round < 200; round++) {
      var one = random(random);
      for (var i = 0; i < MOMENTS; i++) {
        var next = one.changesAfter(moment(i)).orElse(Instant.MAX);
        var expected = one.holdsAt(moment(i));
        for (var later = i; later <= MOMENTS && moment(later).isBefore(next); later++) {
          assertThat(one.holdsAt(moment(later))).isEqualTo(expected);
        }
        if (next.isBefore(Instant.MAX)) {
          assertThat(one.holdsAt(next)).isNotEqualTo(expected);
        }
      }
    }
  }

  @Test
  void bothEndsBelongToItAndAreRoundedOutwards() {
    var from = Instant.parse("2026-01-01T10:00:00.000900Z");
    var until = Instant.parse("2026-01-01T11:00:00.000100Z");

    var validity = Validity.of(Optional.of(from), Optional.of(until));

    assertThat(validity.holdsAt(Instant.parse("2026-01-01T10:00:00Z"))).isTrue();
    assertThat(validity.holdsAt(Instant.parse("2026-01-01T11:00:00.001Z"))).isTrue();
    assertThat(validity.holdsAt(Instant.parse("2026-01-01T09:59:59.999Z"))).isFalse();
    assertThat(validity.holdsAt(Instant.parse("2026-01-01T11:00:00.002Z"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-31, 2026-12-31T00:00:00Z, 2026-12-31T23:59:59.999Z",
    "2026-12-31T18:00, 2026-12-31T18:00:00Z, 2026-12-31T18:00:00Z",
    "2026-12-31T18:00Z, 2026-12-31T18:00:00Z, 2026-12-31T18:00:00Z",
    "2026-12-31T18:00:30+01:00, 2026-12-31T17:00:30Z, 2026-12-31T17:00:30Z",
    "2026-07-31T18:00+02:00[Europe/Zurich], 2026-07-31T16:00:00Z, 2026-07-31T16:00:00Z"
  })
  void momentsAreReadByIso8601(String text, Instant first, Instant last) {
    assertThat(MomentText.first(text)).contains(first);
    assertThat(MomentText.last(text)).contains(last);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "crm", "2026-13-01", "31.12.2026", "+999999999-12-31", "2026-01-01T25:00"})
  void whatIsNoMomentIsNone(String text) {
    assertThat(MomentText.first(text)).isEmpty();
  }

  @Test
  void aWrittenTagSaysWhenItHolds() {
    var tag = WrittenTag.of("pii.email; sensitivity=high; from=2026-01-01; until=2026-01-31");

    assertThat(tag.name()).isEqualTo("pii.email");
    assertThat(tag.attributes()).isEqualTo(Map.of("sensitivity", "high"));
    assertThat(tag.holdsAt(Instant.parse("2025-12-31T23:59:59.999Z"))).isFalse();
    assertThat(tag.holdsAt(Instant.parse("2026-01-31T23:59:59.999Z"))).isTrue();
    assertThat(tag.holdsAt(Instant.parse("2026-02-01T00:00:00Z"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"t; until=crm", "t; from=2026-02-01; until=2026-01-01", "t; from"})
  void aTimeThatCannotBeMeantLimitsNothing(String text) {
    assertThat(WrittenTag.of(text).validity()).isEqualTo(Validity.ALWAYS);
  }

  @Test
  void aTagComesBackFromJsonAsItWent() {
    var always = new FieldTag("t", 1, "", "steward", FieldTag.Status.CONFIRMED);
    var timed =
        always.during(
            Validity.of(Optional.empty(), Optional.of(Instant.parse("2026-01-31T00:00:00Z"))));

    assertThat(Json.tree(always).has("validity")).isFalse();
    assertThat(Json.text(Json.tree(timed).get("validity")))
        .isEqualTo("[{\"until\":\"2026-01-31T00:00:00Z\"}]");
    assertThat(Json.read(Json.tree(always), FieldTag.class)).isEqualTo(always);
    assertThat(Json.read(Json.tree(timed), FieldTag.class)).isEqualTo(timed);
  }

  private static Validity random(Random random) {
    var periods = new ArrayList<Validity.Period>();
    for (var i = random.nextInt(4); i > 0; i--) {
      periods.add(new Validity.Period(end(random), end(random)));
    }
    return new Validity(List.copyOf(periods));
  }

  private static Optional<Instant> end(Random random) {
    var at = random.nextInt(MOMENTS + 3) - 1;
    return at < 0 ? Optional.empty() : Optional.of(moment(at));
  }

  private static Instant moment(int i) {
    return Instant.parse("2026-01-01T00:00:00Z").plusMillis(i);
  }
}
