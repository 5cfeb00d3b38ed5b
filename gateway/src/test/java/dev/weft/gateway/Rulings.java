package dev.weft.gateway;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AccessContext;
import dev.weft.spi.Decisions;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Decisions that a test makes and changes. What was not decided is denied. */
final class Rulings implements Decisions {
  private record Subject(PrincipalId principal, PortName port) {}

  private final Map<Subject, ReadView> reads = new ConcurrentHashMap<>();
  private final Set<Subject> writers = ConcurrentHashMap.newKeySet();
  private final AtomicLong epoch = new AtomicLong();

  @Override
  public ReadView read(PrincipalId principal, PortName port, AccessContext context) {
    return reads.getOrDefault(
        new Subject(principal, port), ReadView.denied(port, "There is no grant."));
  }

  @Override
  public Answer write(PrincipalId principal, PortName port) {
    return writers.contains(new Subject(principal, port))
        ? Answer.allow("It is the provisioning principal.", "")
        : Answer.deny("It is not the provisioning principal.");
  }

  @Override
  public long epoch() {
    return epoch.get();
  }

  void rule(PrincipalId principal, ReadView view) {
    reads.put(new Subject(principal, view.port()), view);
    epoch.incrementAndGet();
  }

  void grantAll(PrincipalId principal, PortName port) {
    rule(principal, all(port, Optional.empty()));
  }

  void grantUntil(PrincipalId principal, PortName port, Instant until) {
    rule(principal, all(port, Optional.of(until)));
  }

  void letWrite(PrincipalId principal, PortName port) {
    writers.add(new Subject(principal, port));
    epoch.incrementAndGet();
  }

  void revoke(PrincipalId principal, PortName port) {
    reads.remove(new Subject(principal, port));
    epoch.incrementAndGet();
  }

  private static ReadView all(PortName port, Optional<Instant> until) {
    return new ReadView(
        port,
        true,
        "Granted.",
        Map.of(),
        FieldRule.SHOW,
        FieldRule.SHOW,
        Optional.empty(),
        until,
        List.of("grant-1"));
  }
}
