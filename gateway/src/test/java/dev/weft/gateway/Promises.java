package dev.weft.gateway;

import dev.weft.model.PortName;
import dev.weft.spi.RecordCheck;
import dev.weft.spi.WriteChecks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** What a test says that records must keep; everything else may be written. */
public final class Promises implements WriteChecks {
  private final Map<PortName, WriteCheck> checks = new ConcurrentHashMap<>();
  private final Set<PortName> without = ConcurrentHashMap.newKeySet();
  private final Set<PortName> gaps = ConcurrentHashMap.newKeySet();

  void hold(PortName port, OnViolation onViolation, RecordCheck check) {
    checks.put(port, new WriteCheck(check, onViolation));
  }

  void withoutContract(PortName port) {
    without.add(port);
  }

  @Override
  public Optional<WriteCheck> of(PortName port) {
    return without.contains(port)
        ? Optional.empty()
        : Optional.of(
            checks.getOrDefault(port, new WriteCheck(any -> List.of(), OnViolation.REFUSE)));
  }

  @Override
  public boolean hasGaps(PortName port) {
    return gaps.contains(port);
  }

  @Override
  public CompletableFuture<Void> announceGaps(PortName port) {
    gaps.add(port);
    return CompletableFuture.completedFuture(null);
  }
}
