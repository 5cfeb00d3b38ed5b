package dev.weft.flow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** FlowFiles of a connection that are to be tried again, each not before its time. One thread. */
final class Resting {
  private final List<Waiting> all = new ArrayList<>();

  List<Waiting> all() {
    return all;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Those that have rested long enough, and rest no more. */
  List<Waiting> wake(Instant now) {
    var due = all.stream().filter(one -> !one.tried().notBefore().isAfter(now)).toList();
    all.removeAll(due);
    return due;
  }

  /** When the first has rested long enough; {@link Instant#MAX} when none rests. */
  Instant due() {
    return all.stream()
        .map(one -> one.tried().notBefore())
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }
}
