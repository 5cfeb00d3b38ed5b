package dev.weft.testing;

import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Gathering;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Keeps what becomes one, for a test to look at. For one thread. */
public final class MemoryGathering implements Gathering {
  private static final String SOURCE = "test#processor";

  private final Map<Origin, Set<Origin>> parts = new LinkedHashMap<>();
  private long last;

  @Override
  public Origin begin() {
    return new Origin(SOURCE, Origin.GATHERED, ++last);
  }

  @Override
  public Origin beginContent() {
    last = (last / Origin.PLACES + 1) * Origin.PLACES;
    return new Origin(SOURCE, Origin.GATHERED, last);
  }

  @Override
  public void add(Origin made, Origin part) {
    parts.computeIfAbsent(made, none -> new LinkedHashSet<>()).add(part);
  }

  /** What went into it, in the order in which it was first said. */
  public Set<Origin> of(Origin made) {
    return parts.getOrDefault(made, Set.of());
  }
}
