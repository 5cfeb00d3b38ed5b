package dev.weft.server.value;

import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.access.Insiders;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditLog;
import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the mesh is worth, measured from the audit and reckoned by the rates of who asks. Times and
 * steps are of the whole mesh and name nobody; products are those that the caller may know of.
 */
public final class ValuePages {
  private static final Duration FRESH = Duration.ofMinutes(1);
  private static final long OLDER_EVENTS_MAX = 2_000_000;

  private final MeshLog mesh;
  private final AuditLog audit;
  private final Clock clock;
  private final Map<Integer, Kept> kept = new HashMap<>();

  public ValuePages(MeshLog mesh, AuditLog audit, Clock clock) {
    this.mesh = mesh;
    this.audit = audit;
    this.clock = clock;
  }

  /** Measured, and reckoned. */
  public record Value(Measured measured, Calculation calculation) {}

  private record Kept(Instant at, Measured measured) {}

  /** Of the last days, by these rates. */
  public Value page(Caller caller, int days, Map<Rate, Double> given) {
    var insiders = new Insiders(mesh.state(), caller);
    var all = measured(days);
    var some = all.reuse().stream().filter(one -> insiders.sees(one.product())).toList();
    // The sum is of the whole mesh: what one may not know of is not told apart in it.
    return new Value(all.withReuse(some), Calculation.of(all, given));
  }

  /** Walking the audit takes seconds, so it is not done for everybody who looks. */
  private synchronized Measured measured(int days) {
    var now = clock.instant();
    var before = kept.get(days);
    if (before != null && now.isBefore(before.at().plus(FRESH))) {
      return before.measured();
    }
    var journeys = new Journeys();
    var from = now.minus(Duration.ofDays(days));
    var coverage = audit.each(wanted(from), journeys::see, OLDER_EVENTS_MAX, (events, of) -> {});
    var since = coverage.since().filter(from::isBefore);
    var measured =
        journeys.measured(since.orElse(from), now, since.isEmpty(), subscribers(mesh.state()));
    kept.values().removeIf(old -> !now.isBefore(old.at().plus(FRESH)));
    kept.put(days, new Kept(now, measured));
    return measured;
  }

  private static AuditQuery wanted(Instant from) {
    return new AuditQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(from),
        Optional.empty(),
        event ->
            Journeys.ACTIONS.contains(event.action())
                || event.action().startsWith(Journeys.REQUESTS),
        Integer.MAX_VALUE);
  }

  private static Map<String, Set<String>> subscribers(MeshState state) {
    var all = new HashMap<String, Set<String>>();
    for (var one : state.all(ResourceKind.SUBSCRIPTION, Subscription.class)) {
      var product = PortName.parse(one.port()).map(PortName::product);
      if (one.status() == Subscription.Status.APPROVED && product.isPresent()) {
        all.computeIfAbsent(product.get(), any -> new HashSet<>()).add(one.principal().toString());
      }
    }
    return all;
  }
}
