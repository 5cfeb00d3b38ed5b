package dev.weft.policy.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weft.policy.rules.CalendarRecurrence.Starts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");

  private static Instant at(String local) {
    return LocalDateTime.parse(local).atZone(ZURICH).toInstant();
  }

  private static Schedule always(Recurrence... recurrences) {
    return new Schedule(Optional.empty(), Optional.empty(), ZURICH, List.of(recurrences));
  }

  private static Recurrence officeHours() {
    return new CalendarRecurrence(new Starts("0", "8", "", "2-6", "*", "*"), Duration.ofHours(10));
  }

  @Test
  void bothEndsBelongToIt() {
    var june =
        new Schedule(
            Optional.of(at("2031-06-01T00:00")),
            Optional.of(at("2031-06-30T23:59:59")),
            ZURICH,
            List.of());

    assertThat(june.holdsAt(at("2031-06-01T00:00"))).isTrue();
    assertThat(june.holdsAt(at("2031-06-30T23:59:59"))).isTrue();
    assertThat(june.holdsAt(at("2031-05-31T23:59:59"))).isFalse();
    assertThat(june.holdsAt(at("2031-07-01T00:00"))).isFalse();
  }

  @Test
  void recursOnTheWallClockOfItsZone() {
    var hours = always(officeHours());

    assertThat(hours.holdsAt(at("2031-01-06T08:00"))).as("a Monday in winter").isTrue();
    assertThat(hours.holdsAt(at("2031-07-07T08:00"))).as("and in summer").isTrue();
    assertThat(hours.holdsAt(at("2031-07-07T18:00"))).isTrue();
    assertThat(hours.holdsAt(at("2031-07-07T18:00:01"))).isFalse();
    assertThat(hours.holdsAt(at("2031-07-06T12:00"))).as("a Sunday").isFalse();
  }

  @Test
  void lastsPastMidnightAndTheEndOfTheMonth() {
    var close =
        always(
            new CalendarRecurrence(
                new Starts("30", "22", "31", "", "*", "*"), Duration.ofHours(26)));

    assertThat(close.holdsAt(at("2031-02-01T23:00"))).isTrue();
    assertThat(close.holdsAt(at("2031-02-02T00:31"))).isFalse();
    assertThat(close.holdsAt(at("2031-03-01T12:00"))).as("February has no 31st").isFalse();
  }

  @Test
  void eitherDaySuffices() {
    var either =
        always(
            new CalendarRecurrence(
                new Starts("0", "0", "1", "1", "*", "*"), Duration.ofMinutes(1439)));

    assertThat(either.holdsAt(at("2031-07-01T10:00"))).as("the first").isTrue();
    assertThat(either.holdsAt(at("2031-07-06T10:00"))).as("a Sunday").isTrue();
    assertThat(either.holdsAt(at("2031-07-07T10:00"))).isFalse();
  }

  @Test
  void anyScheduleSuffices() {
    var over = new Schedule(Optional.empty(), Optional.of(Instant.EPOCH), ZURICH, List.of());

    assertThat(Schedule.anyHoldsAt(List.of(), at("2031-01-01T00:00"))).isTrue();
    assertThat(Schedule.anyHoldsAt(List.of(over), at("2031-01-01T00:00"))).isFalse();
    assertThat(Schedule.anyHoldsAt(List.of(over, always()), at("2031-01-01T00:00"))).isTrue();
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(
            () ->
                new CalendarRecurrence(
                    new Starts("61", "*", "*", "", "*", "*"), Duration.ofMinutes(1)))
        .hasMessageContaining("minute '61'");
    assertThatThrownBy(
            () ->
                new CalendarRecurrence(
                    new Starts("0", "8", "", "", "*", "*"), Duration.ofMinutes(1)))
        .hasMessageContaining("dayOfMonth or dayOfWeek");
  }

  /** The answer never changes before the moment that was foretold. */
  @Test
  void foretellsWhenItChanges() {
    var random = new Random(7);
    for (var round = 0; round < 200; round++) {
      var schedule =
          always(
              new CalendarRecurrence(
                  new Starts(
                      random.nextBoolean() ? "0,20,40" : "15",
                      random.nextBoolean() ? "*" : "3,7-9",
                      random.nextBoolean() ? "1,15" : "",
                      "2,5",
                      random.nextBoolean() ? "*" : "3,6",
                      "2031"),
                  Duration.ofMinutes(1 + random.nextInt(900))));
      var now = at("2031-03-01T00:00").plusSeconds(random.nextInt(90 * 86_400));
      var change = schedule.changesAfter(now).orElseThrow();

      var held = schedule.holdsAt(now);

      for (var moment = now;
          moment.isBefore(change) && moment.isBefore(now.plus(Duration.ofDays(3)));
          moment = moment.plusSeconds(47)) {
        assertThat(schedule.holdsAt(moment)).as("%s of %s", moment, round).isEqualTo(held);
      }
    }
  }
}
