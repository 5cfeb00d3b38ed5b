package dev.weft.connect;

import dev.weft.flow.host.Beat.Sighting;
import dev.weft.spi.SourceObserver;
import dev.weft.spi.flow.SourceTables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the flow's sources have seen, until the server has heard of it: of each processor the last,
 * for that is all there is. Safe for any thread.
 */
final class HostedTables implements SourceObserver {
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();

  private record Waiting(Sighting sighting, CompletableFuture<List<String>> news) {}

  @Override
  public synchronized CompletableFuture<List<String>> seen(Reader reader, SourceTables tables) {
    var sighting = new Sighting(reader.processor(), tables);
    var next = new Waiting(sighting, new CompletableFuture<>());
    var before = waiting.put(reader.processor(), next);
    if (before != null) {
      before.news.complete(List.of());
    }
    return next.news;
  }

  /** The one that waits longest; it may be large, so each beat has one. */
  synchronized Optional<Sighting> next() {
    return waiting.values().stream().findFirst().map(Waiting::sighting);
  }

  /** The server has heard of it, and says what is new. */
  void heard(Sighting sighting, List<String> news) {
    taken(sighting).ifPresent(one -> one.news.complete(news));
  }

  /** Unless the processor has seen something else meanwhile, which the server has not heard of. */
  private synchronized Optional<Waiting> taken(Sighting sighting) {
    var one = waiting.get(sighting.processor());
    return one != null && one.sighting.equals(sighting)
        ? Optional.of(waiting.remove(sighting.processor()))
        : Optional.empty();
  }
}
