package dev.weft.policy;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.ReadView;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/** Compiled answers by who and which port; at most a hundred thousand. Safe for any thread. */
final class ViewCache {
  private static final int ENTRIES_MAX = 100_000;

  private final ConcurrentMap<Asked, Entry> entries = new ConcurrentHashMap<>();

  private record Asked(PrincipalId principal, PortName port) {}

  /** An answer and what it was made from. */
  record Entry(Reader reader, PortFacts port, ReadView view) {}

  Optional<ReadView> find(PrincipalId principal, PortName port) {
    var entry = entries.get(new Asked(principal, port));
    return entry == null ? Optional.empty() : Optional.of(entry.view());
  }

  void put(Entry entry) {
    if (entries.size() >= ENTRIES_MAX) {
      entries.clear();
    }
    entries.put(new Asked(entry.reader().id(), entry.port().name()), entry);
  }

  void drop(Predicate<Entry> which) {
    entries.values().removeIf(which);
  }
}
