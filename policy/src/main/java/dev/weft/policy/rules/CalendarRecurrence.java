package dev.weft.policy.rules;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;

/**
 * Starts whenever minute, hour, day, month and year are among those named, and lasts for a fixed
 * time. It goes on from the latest start that is not after the moment asked about.
 *
 * <p>When both days of the month and days of the week are named, either suffices.
 */
public final class CalendarRecurrence implements Recurrence {
  private static final Duration LONGEST = Duration.ofDays(3_660);
  private static final int DAYS_AHEAD = 3_660;

  private final NumberSet minutes;
  private final NumberSet hours;
  private final NumberSet daysOfMonth;
  private final NumberSet daysOfWeek;
  private final NumberSet months;
  private final NumberSet years;
  private final Duration lasts;

  /**
   * The starts, each field a list such as {@code *}, {@code 5} or {@code 1-5,10}.
   *
   * @param dayOfWeek 1 is Sunday; empty when only days of the month count
   * @param month 1 is January
   */
  public record Starts(
      String minute, String hour, String dayOfMonth, String dayOfWeek, String month, String year) {}

  /**
   * Such a recurrence.
   *
   * @param lasts more than nothing, at most ten years
   * @throws IllegalArgumentException when a field is no such list, or names nothing
   */
  public CalendarRecurrence(Starts starts, Duration lasts) {
    minutes = needed(NumberSet.parse("minute", starts.minute(), 0, 59), "minute");
    hours = needed(NumberSet.parse("hour", starts.hour(), 0, 23), "hour");
    daysOfMonth = NumberSet.parse("dayOfMonth", starts.dayOfMonth(), 1, 31);
    daysOfWeek = NumberSet.parse("dayOfWeek", starts.dayOfWeek(), 1, 7);
    months = needed(NumberSet.parse("month", starts.month(), 1, 12), "month");
    years = needed(NumberSet.parse("year", starts.year(), 1970, 2200), "year");
    if (daysOfMonth.isEmpty() && daysOfWeek.isEmpty()) {
      throw new IllegalArgumentException("dayOfMonth or dayOfWeek must name a day");
    }
    if (lasts.isNegative() || lasts.isZero() || lasts.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a recurrence lasts from a minute to ten years");
    }
    this.lasts = lasts;
  }

  private static NumberSet needed(NumberSet set, String what) {
    if (set.isEmpty()) {
      throw new IllegalArgumentException(what + " must name a number, or * for all");
    }
    return set;
  }

  @Override
  public boolean activeAt(LocalDateTime time) {
    return latestStart(time).isPresent();
  }

  @Override
  public Optional<LocalDateTime> changesAfter(LocalDateTime time) {
    var going = latestStart(time).map(start -> start.plus(lasts).plusNanos(1));
    return going.isPresent() ? going : nextStart(time);
  }

  /** The latest start whose time is not over yet. */
  private Optional<LocalDateTime> latestStart(LocalDateTime now) {
    var earliest = now.minus(lasts);
    for (var day = now.toLocalDate();
        !day.isBefore(earliest.toLocalDate());
        day = day.minusDays(1)) {
      if (isDay(day)) {
        var latest = day.equals(now.toLocalDate()) ? now.toLocalTime() : LocalTime.MAX;
        var start = lastOfDay(day, latest);
        if (start.isPresent()) {
          return start.filter(found -> !found.isBefore(earliest));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<LocalDateTime> nextStart(LocalDateTime now) {
    var today = now.toLocalDate();
    if (isDay(today)) {
      var start = firstAfter(today, now.toLocalTime());
      if (start.isPresent()) {
        return start;
      }
    }
    return today
        .plusDays(1)
        .datesUntil(today.plusDays(DAYS_AHEAD))
        .filter(this::isDay)
        .findFirst()
        .map(day -> day.atTime(hours.atLeast(0), minutes.atLeast(0)));
  }

  private boolean isDay(LocalDate day) {
    return years.has(day.getYear())
        && months.has(day.getMonthValue())
        && (daysOfMonth.has(day.getDayOfMonth())
            || daysOfWeek.has(day.getDayOfWeek().getValue() % 7 + 1));
  }

  private Optional<LocalDateTime> lastOfDay(LocalDate day, LocalTime latest) {
    var hour = hours.atMost(latest.getHour());
    if (hour == latest.getHour()) {
      var minute = minutes.atMost(latest.getMinute());
      if (minute >= 0) {
        return Optional.of(day.atTime(hour, minute));
      }
      hour = hour == 0 ? -1 : hours.atMost(hour - 1);
    }
    return hour < 0 ? Optional.empty() : Optional.of(day.atTime(hour, minutes.atMost(59)));
  }

  /** The first start of the day that is after this time of it. */
  private Optional<LocalDateTime> firstAfter(LocalDate day, LocalTime time) {
    var hour = hours.atLeast(time.getHour());
    if (hour == time.getHour()) {
      var minute = minutes.atLeast(time.getMinute() + 1);
      if (minute >= 0) {
        return Optional.of(day.atTime(hour, minute));
      }
      hour = hours.atLeast(hour + 1);
    }
    return hour < 0 ? Optional.empty() : Optional.of(day.atTime(hour, minutes.atLeast(0)));
  }
}
