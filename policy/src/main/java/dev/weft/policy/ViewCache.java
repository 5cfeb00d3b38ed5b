package dev.weft.policy;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessContext;
import dev.weft.spi.ReadView;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * Compiled answers by who, which port, for what purpose, and from where if that matters; at most a
 * hundred thousand. Safe for any thread.
 */
final class ViewCache {
  private static final int ENTRIES_MAX = 100_000;
  private static final String ANYWHERE = "";

  private final ConcurrentMap<Asked, Entry> entries = new ConcurrentHashMap<>();

  private record Asked(PrincipalId principal, PortName port, String purpose, String address) {}

  /** An answer and what it was made from. */
  record Entry(Reader reader, PortFacts port, ReadView view) {}

  /** The answer that holds, if it is known. */
  Optional<ReadView> find(
      PrincipalId principal, PortName port, AccessContext context, Predicate<ReadView> holds) {
    var anywhere = entries.get(new Asked(principal, port, context.purpose(), ANYWHERE));
    if (anywhere != null && holds.test(anywhere.view())) {
      return Optional.of(anywhere.view());
    }
    if (context.address().isEmpty()) {
      return Optional.empty();
    }
    var here = entries.get(new Asked(principal, port, context.purpose(), context.address()));
    return here != null && holds.test(here.view()) ? Optional.of(here.view()) : Optional.empty();
  }

  /** Keeps an answer; one that depends on the address where it is not known is not kept. */
  void put(Entry entry, AccessContext context, boolean dependsOnAddress) {
    if (dependsOnAddress && context.address().isEmpty()) {
      return;
    }
    if (entries.size() >= ENTRIES_MAX) {
      entries.clear();
    }
    var asked =
        new Asked(
            entry.reader().id(),
            entry.port().name(),
            context.purpose(),
            dependsOnAddress ? context.address() : ANYWHERE);
    entries.put(asked, entry);
  }

  void drop(Predicate<Entry> which) {
    entries.values().removeIf(which);
  }
}
