package dev.weft.server.observe;

import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.PortUse;
import dev.weft.model.PrincipalId;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Ports;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog.Stored;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who reads which port, and who writes to it, by the events that the gateways of all servers leave
 * in the audit. A pair of principal and port is told to the mesh log once a day at most, however
 * much it does, so that the lineage shows it, also after a restart. Reads that leave no events are
 * not seen. Safe for any thread; never blocks the audit.
 */
public final class SeenUses {
  private static final Logger LOG = LoggerFactory.getLogger(SeenUses.class);
  private static final Duration COARSE = Duration.ofDays(1);
  private static final int USES_MAX = 100_000;
  private static final int WAITING_MAX = 10_000;
  private static final int AT_ONCE = 500;

  private final MeshLog mesh;
  private final BooleanSupplier writes;
  private final Executor executor;
  private final Map<ResourceKey, PortUse> waiting = new LinkedHashMap<>();
  private final AtomicBoolean due = new AtomicBoolean();

  /** While {@code writes} is false what is seen waits: another server tells it. */
  public SeenUses(MeshLog mesh, BooleanSupplier writes, Executor executor) {
    this.mesh = mesh;
    this.writes = writes;
    this.executor = executor;
  }

  /** Takes an event of the audit, of whichever server. */
  public void see(Stored event) {
    use(event)
        .filter(use -> isNews(mesh.state(), use))
        .ifPresent(
            use -> {
              synchronized (waiting) {
                if (waiting.size() < WAITING_MAX || waiting.containsKey(use.key())) {
                  waiting.merge(use.key(), use, SeenUses::joined);
                }
              }
              callForRun();
            });
  }

  private static Optional<PortUse> use(Stored event) {
    var kind =
        switch (event.action()) {
          case "read" -> PortUse.Kind.READS;
          case "write" -> PortUse.Kind.PRODUCES;
          default -> null;
        };
    if (kind == null || !event.successful() || PortName.parse(event.subject()).isEmpty()) {
      return Optional.empty();
    }
    var principal = PrincipalId.parse(event.actor());
    var nothing = kind == PortUse.Kind.READS && event.details().path("delivered").asLong() == 0;
    return nothing || principal.type() == PrincipalId.Type.SYSTEM
        ? Optional.empty()
        : Optional.of(new PortUse(event.subject(), principal, kind, event.time(), event.time()));
  }

  private static PortUse joined(PortUse one, PortUse other) {
    var first = one.first().isBefore(other.first()) ? one.first() : other.first();
    var last = one.last().isAfter(other.last()) ? one.last() : other.last();
    return new PortUse(one.port(), one.principal(), one.kind(), first, last);
  }

  private static boolean isNews(MeshState state, PortUse use) {
    return state
        .get(use.key())
        .map(known -> Instant.parse(known.document().path("last").asText()))
        .map(last -> use.last().isAfter(last.plus(COARSE)))
        .orElse(true);
  }

  private void callForRun() {
    if (writes.getAsBoolean() && due.compareAndSet(false, true)) {
      executor.execute(this::run);
    }
  }

  private void run() {
    due.set(false);
    var taken = take();
    try {
      mesh.decide((state, now) -> decide(state, taken));
      if (taken.size() == AT_ONCE) {
        callForRun();
      }
    } catch (RuntimeException e) {
      LOG.warn("Who uses ports could not be told; what is seen next is told again", e);
    }
  }

  private List<PortUse> take() {
    synchronized (waiting) {
      var taken = waiting.values().stream().limit(AT_ONCE).toList();
      taken.forEach(use -> waiting.remove(use.key()));
      return taken;
    }
  }

  private static MeshLog.Decided<Integer> decide(MeshState state, List<PortUse> seen) {
    var room = USES_MAX - state.all(ResourceKind.PORT_USE).size();
    var puts = new ArrayList<MeshLog.Put>();
    var events = new ArrayList<AuditEvent>();
    for (var use : seen) {
      var known = state.get(use.key());
      var port = PortName.parse(use.port()).filter(name -> Ports.exists(state, name));
      if (port.isPresent() && isNews(state, use) && (known.isPresent() || room-- > 0)) {
        var whole = known.map(before -> joined(before.as(PortUse.class), use)).orElse(use);
        puts.add(MeshLog.Put.of(use.key(), Json.tree(whole), PrincipalId.WEFT));
        events.add(
            new AuditEvent(
                PrincipalId.WEFT, "use.seen", use.key().toString(), true, Json.object()));
      }
    }
    return new MeshLog.Decided<>(puts, List.of(), events, puts.size());
  }

  /** When a principal has read a port last, to the day. */
  static Optional<Instant> lastRead(MeshState state, PrincipalId principal, PortName port) {
    return state
        .get(PortUse.key(port.topic(), PortUse.Kind.READS, principal))
        .map((Resource use) -> use.as(PortUse.class).last());
  }
}
