package dev.weft.policy;

import dev.weft.model.Priority;
import dev.weft.model.ReadLimits;
import dev.weft.spi.ReadTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * What several permits come to together. Quotas: the highest, and none beats any; priority: the
 * highest, and none counts as normal. Windows: those that overlap add up; of windows apart, the
 * latest counts. Permits for different fields in different windows: only what all of them allow, so
 * that no field is seen at a time for which nobody gave it. Reading leaves events unless every
 * permit does without.
 */
final class Terms {
  private final Circumstances circumstances;

  Terms(Circumstances circumstances) {
    this.circumstances = circumstances;
  }

  ReadTerms of(
      List<Permit> permits, ReadTerms.Undecodable undecodable, ReadTerms.FilterOn filterOn) {
    var window = window(needed(permits));
    var limits = permits.stream().map(Permit::limits).toList();
    noteTurns(limits);
    return new ReadTerms(
        window.from(),
        window.to(),
        window.lookback(),
        highest(limits, ReadLimits::bytesPerSecond),
        highest(limits, ReadLimits::requestsPerSecond),
        limits.stream().map(ReadLimits::urgency).reduce(Priority::or).orElse(Priority.NORMAL),
        undecodable,
        filterOn,
        circumstances.purposeAsNamed(),
        permits.isEmpty() || permits.stream().anyMatch(Permit::audited));
  }

  private Window window(List<Permit> needed) {
    var windows = needed.stream().map(permit -> Window.of(permit.limits())).distinct();
    var sameFields = needed.stream().map(Permit::fields).distinct().count() <= 1;
    return sameFields
        ? windows.reduce((one, other) -> one.or(other, circumstances.now())).orElse(Window.ALL)
        : windows.reduce(Window.ALL, Window::and);
  }

  /** Without those that give nothing that another does not give. */
  private List<Permit> needed(List<Permit> permits) {
    var needed = new ArrayList<>(permits.stream().distinct().toList());
    for (var one : List.copyOf(needed)) {
      if (needed.stream().anyMatch(other -> !other.equals(one) && covers(other, one))) {
        needed.remove(one);
      }
    }
    return needed;
  }

  private boolean covers(Permit other, Permit one) {
    var wider =
        other.fields().isEmpty()
            || (!one.fields().isEmpty() && other.fields().containsAll(one.fields()));
    return wider && Window.of(other.limits()).covers(Window.of(one.limits()), circumstances.now());
  }

  private static OptionalLong highest(
      List<ReadLimits> limits, Function<ReadLimits, OptionalLong> which) {
    return limits.stream().anyMatch(one -> which.apply(one).isEmpty())
        ? OptionalLong.empty()
        : limits.stream().mapToLong(one -> which.apply(one).getAsLong()).max();
  }

  /** A window that moves with time overtakes one that stands still at some moment. */
  private void noteTurns(List<ReadLimits> limits) {
    for (var one : limits) {
      for (var other : limits) {
        if (one.from().isPresent() && other.lookback().isPresent()) {
          var turn = one.from().get().plus(other.lookback().get());
          if (turn.isAfter(circumstances.now())) {
            circumstances.changesAt(turn);
          }
        }
      }
    }
  }
}
