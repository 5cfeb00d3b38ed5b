package dev.weft.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When something holds, such as a tag at a field: a set of moments, to the millisecond.
 *
 * <p>At a boundary it holds: both ends of a period belong to it, and are rounded outwards. What
 * hides by it hides a millisecond too long rather than one too short.
 *
 * @param periods in order, none of which touches the next
 */
public record Validity(List<Period> periods) {
  /** Without beginning and end. */
  public static final Validity ALWAYS =
      new Validity(List.of(new Period(Optional.empty(), Optional.empty())));

  /** At no moment. */
  public static final Validity NEVER = new Validity(List.of());

  /**
   * A stretch of time with both of its ends.
   *
   * @param from the first moment; empty: it always was
   * @param until the last moment; empty: for ever
   */
  public record Period(Optional<Instant> from, Optional<Instant> until) {
    public Period {
      from = from == null ? Optional.empty() : from.map(one -> one.truncatedTo(ChronoUnit.MILLIS));
      until = until == null ? Optional.empty() : until.map(Period::roundedUp);
    }

    private static Instant roundedUp(Instant moment) {
      var down = moment.truncatedTo(ChronoUnit.MILLIS);
      return down.equals(moment) ? down : down.plusMillis(1);
    }

    private boolean isEmpty() {
      return start().isAfter(end());
    }

    private Instant start() {
      return from.orElse(Instant.MIN);
    }

    private Instant end() {
      return until.orElse(Instant.MAX);
    }

    private boolean holdsAt(Instant moment) {
      return !moment.isBefore(start()) && !moment.isAfter(end());
    }

    private boolean reaches(Period next) {
      return until.isEmpty() || !next.start().isAfter(end().plusMillis(1));
    }

    private Period and(Period other) {
      return new Period(
          start().isAfter(other.start()) ? from : other.from,
          end().isBefore(other.end()) ? until : other.until);
    }

    private Period upTo(Period later) {
      return new Period(from, end().isBefore(later.end()) ? later.until : until);
    }
  }

  public Validity {
    periods = joined(periods);
  }

  /** One period; empty ends are open. */
  public static Validity of(Optional<Instant> from, Optional<Instant> until) {
    return new Validity(List.of(new Period(from, until)));
  }

  /** Where nothing is said it always holds: so does what somebody has spoilt. */
  @JsonCreator
  static Validity read(List<Period> written) {
    return written == null || written.isEmpty() ? ALWAYS : new Validity(written);
  }

  /** Nothing for what always holds. */
  @JsonValue
  List<Period> written() {
    return isAlways() ? List.of() : periods;
  }

  private static List<Period> joined(List<Period> periods) {
    var ordered =
        periods.stream()
            .filter(one -> !one.isEmpty())
            .sorted(Comparator.comparing(Period::start))
            .toList();
    var all = new ArrayList<Period>();
    for (var one : ordered) {
      var last = all.size() - 1;
      if (last >= 0 && all.get(last).reaches(one)) {
        all.set(last, all.get(last).upTo(one));
      } else {
        all.add(one);
      }
    }
    return List.copyOf(all);
  }

  public boolean isAlways() {
    return equals(ALWAYS);
  }

  public boolean isNever() {
    return periods.isEmpty();
  }

  public boolean holdsAt(Instant moment) {
    return periods.stream().anyMatch(one -> one.holdsAt(moment));
  }

  /** When both hold. */
  public Validity and(Validity other) {
    var both = new ArrayList<Period>();
    periods.forEach(one -> other.periods.forEach(its -> both.add(one.and(its))));
    return new Validity(both);
  }

  /** When one of them holds. */
  public Validity or(Validity other) {
    var all = new ArrayList<>(periods);
    all.addAll(other.periods);
    return new Validity(all);
  }

  /** Whether it holds whenever the other does. */
  public boolean covers(Validity other) {
    return or(other).equals(this);
  }

  /** The first moment after this one at which it begins, or has ended. */
  public Optional<Instant> changesAfter(Instant moment) {
    return changes().stream().filter(one -> one.isAfter(moment)).findFirst();
  }

  /** All moments at which it begins, or has ended, in order. */
  public List<Instant> changes() {
    var all = new ArrayList<Instant>();
    for (var one : periods) {
      one.from.ifPresent(all::add);
      one.until.ifPresent(end -> all.add(end.plusMillis(1)));
    }
    return all;
  }
}
