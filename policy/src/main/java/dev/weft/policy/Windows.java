package dev.weft.policy;

import dev.weft.model.PolicySpec;
import dev.weft.model.PolicyValidity;
import dev.weft.model.PolicyValidity.Recurrence;
import dev.weft.model.ReadLimits;
import dev.weft.policy.rules.CalendarRecurrence;
import dev.weft.policy.rules.Schedule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * When a policy holds.
 *
 * @param schedules any of them suffices; none: always
 * @param defect why they cannot be read, so that nobody knows; may be empty
 */
record Windows(List<Schedule> schedules, String defect) {
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final Pattern DAY = Pattern.compile("[a-z]+");
  private static final Pattern RANGE = Pattern.compile("([a-z]+)-([a-z]+)");

  static Windows of(PolicySpec policy) {
    try {
      var zone = zone(policy.timezone(), ZoneOffset.UTC);
      return new Windows(
          policy.validity().stream().map(window -> schedule(window, zone)).toList(), "");
    } catch (DateTimeException | IllegalArgumentException e) {
      return new Windows(List.of(), String.valueOf(e.getMessage()));
    }
  }

  boolean isAlways() {
    return schedules.isEmpty() && defect.isEmpty();
  }

  /** Whether the policy holds at this moment; unknown when its windows cannot be read. */
  Truth at(Circumstances circumstances) {
    if (!defect.isEmpty()) {
      return Truth.UNKNOWN;
    }
    schedules.stream()
        .flatMap(schedule -> schedule.changesAfter(circumstances.now()).stream())
        .forEach(circumstances::changesAt);
    return Schedule.anyHoldsAt(schedules, circumstances.now()) ? Truth.YES : Truth.NO;
  }

  static ZoneId zone(String text, ZoneId otherwise) {
    return text.isEmpty() ? otherwise : ZoneId.of(text);
  }

  private static Schedule schedule(PolicyValidity window, ZoneId otherwise) {
    var zone = zone(window.zone(), otherwise);
    return new Schedule(
        text(window.from()).map(from -> moment(from, zone, 0)),
        text(window.to()).map(to -> moment(to, zone, 1).minusNanos(1)),
        zone,
        window.recurrence().isAlways() ? List.of() : List.of(recurrence(window.recurrence())));
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static Instant moment(String text, ZoneId zone, int daysAfterDate) {
    if (!text.contains("T")) {
      return LocalDate.parse(text).plusDays(daysAfterDate).atStartOfDay(zone).toInstant();
    }
    return text.endsWith("Z")
        ? Instant.parse(text)
        : LocalDateTime.parse(text).atZone(zone).toInstant();
  }

  /** Parts that are left out: each day, at midnight. */
  private static CalendarRecurrence recurrence(Recurrence one) {
    var anyDay = one.dayOfMonth().isEmpty() && one.dayOfWeek().isEmpty();
    return new CalendarRecurrence(
        new CalendarRecurrence.Starts(
            or(one.minute(), "0"),
            or(one.hour(), "0"),
            anyDay ? "*" : one.dayOfMonth(),
            numbers(one.dayOfWeek()),
            or(one.month(), "*"),
            or(one.year(), "*")),
        ReadLimits.duration(one.lasts()).minusNanos(1));
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  /** {@code mon-fri} as {@code 2-6}: 1 is Sunday. A range may go over the end of the week. */
  private static String numbers(String days) {
    var ranges = RANGE.matcher(days).replaceAll(Windows::range);
    return DAY.matcher(ranges).replaceAll(day -> String.valueOf(number(day.group())));
  }

  private static String range(MatchResult range) {
    var from = number(range.group(1));
    var to = number(range.group(2));
    return from <= to ? from + "-" + to : from + "-7,1-" + to;
  }

  private static int number(String day) {
    var number = DAYS.indexOf(day);
    if (number < 0) {
      throw new IllegalArgumentException("'" + day + "' is no day; write mon to sun");
    }
    return number + 1;
  }
}
