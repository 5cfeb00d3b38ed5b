package dev.weft.server.quality;

import dev.weft.model.Json;
import dev.weft.model.PortHealth;
import dev.weft.model.PortHealth.Breach;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.registry.quality.Figure;
import dev.weft.registry.quality.Figure.Standing;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Writes down when a promise is broken and when it is kept again: a change of the mesh, so that
 * pages, subscribers and the port of metadata have it, and an event of the audit. A promise that
 * wavers is broken until it was kept for a minute.
 */
final class Breaches {
  private static final Duration CALM = Duration.ofMinutes(1);

  private final MeshLog mesh;
  private final Map<String, Instant> lastBroken = new HashMap<>();

  Breaches(MeshLog mesh) {
    this.mesh = mesh;
  }

  /** Compares what was found with what is written down; those that still read are left alone. */
  void note(List<PortMeter> meters, Instant now) {
    var wanted = new LinkedHashMap<String, PortHealth>();
    var state = mesh.state();
    for (var meter : meters) {
      var name = meter.port().topic();
      wanted.put(name, meter.isCaughtUp() ? health(state, meter, now) : health(state, name));
    }
    lastBroken.keySet().removeIf(key -> lastBroken.get(key).isBefore(now.minus(CALM)));
    if (differs(state, wanted)) {
      mesh.decide((latest, at) -> decide(latest, wanted));
    }
  }

  private PortHealth health(MeshState state, PortMeter meter, Instant now) {
    var name = meter.port().topic();
    var before =
        health(state, name).breaches().stream()
            .collect(Collectors.toMap(Breach::objective, breach -> breach, (a, b) -> a));
    var breaches = new ArrayList<Breach>();
    for (var figure : meter.figures()) {
      var id = figure.objective().id();
      var key = name + "/" + id;
      if (figure.standing() == Standing.BROKEN) {
        lastBroken.put(key, now);
      }
      var known = before.get(id);
      if (known != null && known.promised().equals(figure.objective().promised())) {
        if (lastBroken.computeIfAbsent(key, added -> now).isAfter(now.minus(CALM))) {
          breaches.add(known);
        }
      } else if (figure.standing() == Standing.BROKEN) {
        breaches.add(breach(figure, now));
      }
    }
    return new PortHealth(name, breaches);
  }

  private static Breach breach(Figure figure, Instant now) {
    var objective = figure.objective();
    return new Breach(
        objective.id(),
        objective.name(),
        objective.field(),
        objective.promised(),
        figure.text(),
        objective.severity(),
        now);
  }

  private static PortHealth health(MeshState state, String port) {
    return state
        .find(ResourceKind.PORT_HEALTH, port, PortHealth.class)
        .orElse(new PortHealth(port, List.of()));
  }

  private static boolean differs(MeshState state, Map<String, PortHealth> wanted) {
    return wanted.values().stream().anyMatch(one -> !one.equals(health(state, one.port())))
        || state.all(ResourceKind.PORT_HEALTH).stream()
            .anyMatch(written -> !wanted.containsKey(written.name()));
  }

  /** What is written down of a port that is not measured any more goes. */
  private static MeshLog.Decided<Integer> decide(MeshState state, Map<String, PortHealth> wanted) {
    var puts = new ArrayList<MeshLog.Put>();
    var deletes = new ArrayList<ResourceKey>();
    var events = new ArrayList<AuditEvent>();
    var all = new LinkedHashMap<>(wanted);
    state
        .all(ResourceKind.PORT_HEALTH)
        .forEach(one -> all.putIfAbsent(one.name(), new PortHealth(one.name(), List.of())));
    for (var health : all.values()) {
      var before = health(state, health.port());
      var key = new ResourceKey(ResourceKind.PORT_HEALTH, health.port());
      if (!health.equals(before)) {
        events.addAll(events(before, health));
        if (health.breaches().isEmpty()) {
          deletes.add(key);
        } else {
          puts.add(MeshLog.Put.of(key, Json.tree(health), PrincipalId.WEFT));
        }
      }
    }
    return new MeshLog.Decided<>(puts, deletes, events, puts.size());
  }

  private static List<AuditEvent> events(PortHealth before, PortHealth after) {
    var events = new ArrayList<AuditEvent>();
    after.breaches().stream()
        .filter(one -> before.breaches().stream().noneMatch(one::equals))
        .forEach(one -> events.add(event("promise.broken", after.port(), one)));
    before.breaches().stream()
        .filter(
            one ->
                after.breaches().stream()
                    .noneMatch(now -> Objects.equals(now.objective(), one.objective())))
        .forEach(one -> events.add(event("promise.kept", after.port(), one)));
    return events;
  }

  private static AuditEvent event(String action, String port, Breach breach) {
    return new AuditEvent(PrincipalId.WEFT, action, port, true, Json.tree(breach));
  }
}
