package dev.weft.policy;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessContext;
import dev.weft.spi.ReadView;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Compiled answers by which port, who, for what purpose, and from where if that matters; at most a
 * hundred thousand. Kept by port, so that a change looks at the answers about its ports only. Safe
 * for any thread.
 */
final class ViewCache {
  private static final int ENTRIES_MAX = 100_000;
  private static final String ANYWHERE = "";

  private final ConcurrentMap<PortName, ConcurrentMap<Asked, Entry>> ports =
      new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();

  private record Asked(PrincipalId principal, String purpose, String address) {}

  /** An answer and what it was made from. */
  record Entry(Reader reader, PortFacts port, ReadView view) {}

  /** The answer that holds, if it is known. */
  Optional<ReadView> find(
      PrincipalId principal, PortName port, AccessContext context, Predicate<ReadView> holds) {
    var entries = ports.get(port);
    if (entries == null) {
      return Optional.empty();
    }
    var anywhere = entries.get(new Asked(principal, context.purpose(), ANYWHERE));
    if (anywhere != null && holds.test(anywhere.view())) {
      return Optional.of(anywhere.view());
    }
    if (context.address().isEmpty()) {
      return Optional.empty();
    }
    var here = entries.get(new Asked(principal, context.purpose(), context.address()));
    return here != null && holds.test(here.view()) ? Optional.of(here.view()) : Optional.empty();
  }

  /**
   * Keeps an answer; one that depends on the address where it is not known is not kept. Not while
   * another thread drops answers.
   */
  void put(Entry entry, AccessContext context, boolean dependsOnAddress) {
    if (dependsOnAddress && context.address().isEmpty()) {
      return;
    }
    if (size.get() >= ENTRIES_MAX) {
      ports.clear();
      size.set(0);
    }
    var asked =
        new Asked(
            entry.reader().id(),
            context.purpose(),
            dependsOnAddress ? context.address() : ANYWHERE);
    var entries = ports.computeIfAbsent(entry.port().name(), any -> new ConcurrentHashMap<>());
    if (entries.put(asked, entry) == null) {
      size.incrementAndGet();
    }
  }

  /** Drops the answers that a change touches; it is asked once for each port. */
  void drop(Function<PortFacts, Optional<Predicate<Reader>>> touched) {
    ports.values().forEach(entries -> drop(entries, touched));
    ports.values().removeIf(Map::isEmpty);
  }

  /** Answers about a port that are kept at one time know the same of it. */
  private void drop(
      ConcurrentMap<Asked, Entry> entries,
      Function<PortFacts, Optional<Predicate<Reader>>> touched) {
    var first = entries.values().stream().findFirst();
    var which = first.flatMap(entry -> touched.apply(entry.port()));
    if (which.isPresent()) {
      entries
          .entrySet()
          .removeIf(
              one -> {
                var is = which.get().test(one.getValue().reader());
                if (is) {
                  size.decrementAndGet();
                }
                return is;
              });
    }
  }
}
