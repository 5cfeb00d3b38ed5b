package dev.weft.policy.rules;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When something holds: from a first to a last moment, both included, and within that whenever one
 * of the recurrences goes on. No recurrence means all the time. Immutable.
 *
 * @param zone the place on whose wall clock the recurrences are meant
 */
public record Schedule(
    Optional<Instant> from, Optional<Instant> until, ZoneId zone, List<Recurrence> recurrences) {
  public Schedule {
    recurrences = List.copyOf(recurrences);
    if (from.isPresent() && until.isPresent() && until.get().isBefore(from.get())) {
      throw new IllegalArgumentException("a schedule cannot end before it begins");
    }
  }

  /** Whether it holds at this moment. */
  public boolean holdsAt(Instant moment) {
    return isWithin(moment)
        && (recurrences.isEmpty()
            || recurrences.stream().anyMatch(one -> one.activeAt(local(moment))));
  }

  /** Whether any of these holds; of none at all, nothing is asked and so it holds. */
  public static boolean anyHoldsAt(List<Schedule> schedules, Instant moment) {
    if (schedules.isEmpty()) {
      return true;
    }
    for (var schedule : schedules) {
      if (schedule.holdsAt(moment)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A moment after this one at which the answer may change; until then it stays as it is. Empty
   * when it stays for ever, or for ten years.
   */
  public Optional<Instant> changesAfter(Instant moment) {
    var ends = Stream.concat(from.stream(), until.map(last -> last.plusNanos(1)).stream());
    var turns =
        recurrences.stream()
            .flatMap(one -> one.changesAfter(local(moment)).stream())
            .flatMap(this::instants);
    return Stream.of(ends, turns, jumps(moment))
        .flatMap(one -> one)
        .filter(change -> change.isAfter(moment))
        .min(Instant::compareTo);
  }

  /** In autumn a time of day comes twice; in spring one that is left out begins with the next. */
  private Stream<Instant> instants(LocalDateTime time) {
    var offsets = zone.getRules().getValidOffsets(time);
    return offsets.isEmpty()
        ? Stream.of(time.atZone(zone).toInstant())
        : offsets.stream().map(time::toInstant);
  }

  /** When the clocks are set, recurrences may begin or end without their time having come. */
  private Stream<Instant> jumps(Instant moment) {
    var next = recurrences.isEmpty() ? null : zone.getRules().nextTransition(moment);
    return Stream.ofNullable(next).map(ZoneOffsetTransition::getInstant);
  }

  private boolean isWithin(Instant moment) {
    return from.map(first -> !moment.isBefore(first)).orElse(true)
        && until.map(last -> !moment.isAfter(last)).orElse(true);
  }

  private LocalDateTime local(Instant moment) {
    return LocalDateTime.ofInstant(moment, zone);
  }
}
