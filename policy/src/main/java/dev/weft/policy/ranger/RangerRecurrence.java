package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.policy.rules.Recurrence;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A recurrence as Ranger reckons it, field by field: the closest minute before now, then the
 * closest hour, each borrowing from the next. It differs from the calendar where the hour, and so
 * the minute, lies in the past: the minute is then not the last one of that hour.
 */
final class RangerRecurrence implements Recurrence {
  private static final int FIRST_YEAR = 2017;
  private static final int LAST_YEAR = 2100;

  private final CronField minute;
  private final CronField hour;
  private final CronField dayOfMonth;
  private final CronField dayOfWeek;
  private final CronField month;
  private final CronField year;
  private final int days;
  private final int hours;
  private final int minutes;

  private RangerRecurrence(JsonNode schedule, JsonNode interval) {
    minute = CronField.read(Json.text(schedule, "minute"), 0, 59, 0);
    hour = CronField.read(Json.text(schedule, "hour"), 0, 23, 0);
    dayOfMonth = CronField.read(Json.text(schedule, "dayOfMonth"), 1, 31, 0);
    dayOfWeek = CronField.read(Json.text(schedule, "dayOfWeek"), 1, 7, 0);
    month = CronField.read(Json.text(schedule, "month"), 0, 11, 1);
    year = CronField.read(Json.text(schedule, "year"), FIRST_YEAR, LAST_YEAR, 0);
    days = (int) Json.number(interval, "days", 0);
    hours = (int) Json.number(interval, "hours", 0);
    minutes = (int) Json.number(interval, "minutes", 0);
  }

  /** Reads one; without an interval it goes on all the time. */
  static Recurrence read(JsonNode node) {
    var read = new RangerRecurrence(node.path("schedule"), node.path("interval"));
    var lasts = (read.days * 24L + read.hours) * 60 + read.minutes;
    return lasts > 0 ? read : constant(true);
  }

  static Recurrence never() {
    return constant(false);
  }

  private static Recurrence constant(boolean active) {
    return new Recurrence() {
      @Override
      public boolean activeAt(LocalDateTime time) {
        return active;
      }

      @Override
      public Optional<LocalDateTime> changesAfter(LocalDateTime time) {
        return Optional.empty();
      }
    };
  }

  @Override
  public boolean activeAt(LocalDateTime now) {
    return latestStart(now)
        .filter(start -> !start.isAfter(now))
        .map(start -> start.plusMinutes(minutes).plusHours(hours).plusDays(days))
        .filter(end -> !end.isBefore(now))
        .isPresent();
  }

  /** The next full minute: starts and ends lie on minutes. */
  @Override
  public Optional<LocalDateTime> changesAfter(LocalDateTime time) {
    return Optional.of(time.withSecond(0).withNano(0).plusMinutes(1));
  }

  private Optional<LocalDateTime> latestStart(LocalDateTime now) {
    var atMinute = minute.atOrBefore(now.getMinute(), false, minute.most());
    var atHour = atMinute.flatMap(m -> hour.atOrBefore(now.getHour(), m.borrow(), hour.most()));
    if (atHour.isEmpty()) {
      return Optional.empty();
    }
    var at = atHour.get();
    var byMonth =
        dayOfMonth.isSaid() ? byDayOfMonth(now, at.borrow()) : Optional.<LocalDate>empty();
    var byWeek = dayOfWeek.isSaid() ? byDayOfWeek(now, at.borrow()) : Optional.<LocalDate>empty();
    if ((dayOfMonth.isSaid() && byMonth.isEmpty()) || (dayOfWeek.isSaid() && byWeek.isEmpty())) {
      return Optional.empty();
    }
    var clock = java.time.LocalTime.of(at.value(), atMinute.get().value());
    var one = byMonth.flatMap(this::monthAndYear).map(day -> day.atTime(clock));
    var other = byWeek.flatMap(this::monthAndYear).map(day -> day.atTime(clock));
    if ((byMonth.isPresent() && one.isEmpty()) || (byWeek.isPresent() && other.isEmpty())) {
      return Optional.empty();
    }
    return one.isPresent() && (other.isEmpty() || one.get().isAfter(other.get())) ? one : other;
  }

  /** A borrowed hour takes the day back only over the end of a month. */
  private Optional<LocalDate> byDayOfMonth(LocalDateTime now, boolean borrow) {
    var day = now.toLocalDate();
    if (borrow && day.getDayOfMonth() == 1) {
      day = day.minusDays(1);
    }
    for (var tries = 0; tries < 24; tries++) {
      var longest = day.minusMonths(1).lengthOfMonth();
      var found = dayOfMonth.atOrBefore(day.getDayOfMonth(), false, longest);
      if (found.isPresent()) {
        var from = found.get().borrow() ? day.minusMonths(1) : day;
        return Optional.of(from.withDayOfMonth(1).plusDays(found.get().value() - 1L));
      }
      day = day.minusMonths(1);
    }
    return Optional.empty();
  }

  private Optional<LocalDate> byDayOfWeek(LocalDateTime now, boolean borrow) {
    var today = now.getDayOfWeek().getValue() % 7 + 1;
    return dayOfWeek
        .atOrBefore(today, borrow, 7)
        .map(
            found -> {
              var back = today - found.value();
              if (found.borrow()) {
                var plain = borrow ? 1 : 0;
                back = back == plain ? plain : 7 + back;
              }
              return now.toLocalDate().minusDays(back);
            });
  }

  private Optional<LocalDate> monthAndYear(LocalDate day) {
    var inMonth = month.atOrBefore(day.getMonthValue() - 1, false, month.most());
    var inYear = inMonth.flatMap(m -> year.atOrBefore(day.getYear(), m.borrow(), year.most()));
    return inYear.map(
        y ->
            LocalDate.of(y.value(), inMonth.get().value() + 1, 1)
                .plusDays(day.getDayOfMonth() - 1L));
  }
}
