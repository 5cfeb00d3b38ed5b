package dev.weft.policy;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * The time around a moment in which the same holds.
 *
 * @param from the first moment of it; empty: it always was
 * @param until the first moment after it; empty: it stays so
 */
record Span(Optional<Instant> from, Optional<Instant> until) {
  static final Span ALWAYS = new Span(Optional.empty(), Optional.empty());

  boolean holds(Instant moment) {
    return from.filter(moment::isBefore).isEmpty()
        && until.filter(end -> !moment.isBefore(end)).isEmpty();
  }

  /** Most ports have no tag that begins or ends, so nobody looks at the clock. */
  boolean holdsNow(Clock clock) {
    return equals(ALWAYS) || holds(clock.instant());
  }

  /** The same, ended by something that changes at this moment, as seen from another one. */
  Span changing(Instant change, Instant seenFrom) {
    if (change.isAfter(seenFrom)) {
      return until.isPresent() && !change.isBefore(until.get())
          ? this
          : new Span(from, Optional.of(change));
    }
    return from.isPresent() && !change.isAfter(from.get())
        ? this
        : new Span(Optional.of(change), until);
  }
}
