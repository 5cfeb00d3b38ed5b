package dev.weft.gateway;

import dev.weft.model.PortName;
import dev.weft.spi.FieldObserver;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers which new fields the gateway reported. */
final class Sightings implements FieldObserver {
  final Set<String> known = ConcurrentHashMap.newKeySet();
  final List<Map<String, FieldSample>> seen = new CopyOnWriteArrayList<>();

  @Override
  public Set<String> known(PortName port) {
    return known;
  }

  @Override
  public CompletableFuture<Void> seen(PortName port, Map<String, FieldSample> samples) {
    seen.add(samples);
    return CompletableFuture.completedFuture(null);
  }
}
