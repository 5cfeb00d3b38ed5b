package dev.weft.policy;

import dev.weft.model.ReadLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** A stretch of a port's history, by the records' timestamps: {@code to} is not in it. */
record Window(Optional<Instant> from, Optional<Instant> to, Optional<Duration> lookback) {
  static final Window ALL = new Window(Optional.empty(), Optional.empty(), Optional.empty());

  static Window of(ReadLimits limits) {
    return new Window(limits.from(), limits.to(), limits.lookback());
  }

  /** Whether it holds all of the other, as of now. */
  boolean covers(Window other, Instant now) {
    return !start(now).isAfter(other.start(now)) && !end().isBefore(other.end());
  }

  /** Both together if they touch each other and stand still; else the one that ends later. */
  Window or(Window other, Instant now) {
    if (covers(other, now)) {
      return this;
    }
    if (other.covers(this, now)) {
      return other;
    }
    var later = other.end().isAfter(end()) ? other : this;
    var earlier = later.equals(this) ? other : this;
    var touch = !later.start(now).isAfter(earlier.end());
    var still = lookback.isEmpty() && other.lookback.isEmpty();
    return touch && still ? new Window(earlier.from, later.to, Optional.empty()) : later;
  }

  /** What is in both. */
  Window and(Window other) {
    return new Window(
        Stream.concat(from.stream(), other.from.stream()).max(Instant::compareTo),
        Stream.concat(to.stream(), other.to.stream()).min(Instant::compareTo),
        Stream.concat(lookback.stream(), other.lookback.stream()).min(Duration::compareTo));
  }

  private Instant start(Instant now) {
    var begun = from.orElse(Instant.MIN);
    var moving = lookback.map(back -> earlier(now, back)).orElse(Instant.MIN);
    return moving.isAfter(begun) ? moving : begun;
  }

  /** Nobody looks back further than to the beginning. */
  private static Instant earlier(Instant now, Duration back) {
    return back.compareTo(Duration.between(Instant.EPOCH, now)) > 0
        ? Instant.EPOCH
        : now.minus(back);
  }

  private Instant end() {
    return to.orElse(Instant.MAX);
  }
}
