package dev.weft.gateway;

import dev.weft.model.PortName;
import dev.weft.spi.FieldObserver;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers which new fields the gateway reported. */
public final class Sightings implements FieldObserver {
  final Set<String> known = ConcurrentHashMap.newKeySet();
  final List<Map<String, FieldSample>> seen = new CopyOnWriteArrayList<>();

  /** What the gateway has to wait for; empty: nothing. */
  volatile Optional<CompletableFuture<Void>> answer = Optional.empty();

  private final Map<PortName, Map<String, FieldSample>> byPort = new ConcurrentHashMap<>();

  /** What was reported of one port. */
  Map<String, FieldSample> seen(PortName port) {
    return byPort.getOrDefault(port, Map.of());
  }

  @Override
  public Set<String> known(PortName port) {
    return known;
  }

  @Override
  public CompletableFuture<Void> seen(PortName port, Map<String, FieldSample> samples) {
    seen.add(samples);
    byPort.computeIfAbsent(port, any -> new ConcurrentHashMap<>()).putAll(samples);
    return answer.orElseGet(() -> CompletableFuture.completedFuture(null));
  }
}
