package dev.weft.server.connect;

import dev.weft.model.ClientKey;
import dev.weft.model.Environment;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.HostKeys;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which flow has which host and key, in the mesh log: given and taken back in one transaction each,
 * with an event for the audit. Safe for any thread.
 */
final class HostGrants {
  private final MeshLog mesh;
  private final HostKeys keys;

  /** Ids of keys that are known to be made with the secret of today: to look is dear. */
  private final Set<String> checked = ConcurrentHashMap.newKeySet();

  HostGrants(MeshLog mesh, HostKeys keys) {
    this.mesh = mesh;
    this.keys = keys;
  }

  /** All hosts, those among them whose connector must be removed yet. */
  List<FlowHost> all() {
    return mesh.state().all(ResourceKind.FLOW_HOST, FlowHost.class);
  }

  /** Which flows have a host now. */
  Set<String> hosted() {
    var flows = new HashSet<String>();
    all().stream().filter(host -> !host.ended()).forEach(host -> flows.add(host.flow()));
    return flows;
  }

  Optional<FlowHost> find(String flow) {
    return FlowHost.find(mesh.state(), flow);
  }

  /** Whether the flow may run there with the key that it has. */
  boolean holds(FlowHost host, FlowSpec flow, Environment.Connect connect) {
    return !host.ended() && host.connect().equals(connect.url()) && isGood(host, flow);
  }

  /** The flow has this host from now on, with a new key; the one that it had is gone. */
  void give(FlowSpec flow, Environment.Connect connect) {
    mesh.decide(
        (state, now) -> {
          var key = keys.fresh(flow.name(), flow.product(), now);
          var host = FlowHost.of(flow.name(), connect.url(), key.id());
          checked.add(key.id());
          return new MeshLog.Decided<>(
              List.of(
                  MeshLog.Put.of(FlowHost.key(flow.name()), Json.tree(host), PrincipalId.WEFT),
                  MeshLog.Put.of(keyOf(host), Json.tree(key), PrincipalId.WEFT)),
              FlowHost.find(state, flow.name())
                  .filter(before -> !before.ended())
                  .map(HostGrants::keyOf)
                  .filter(old -> state.get(old).isPresent())
                  .stream()
                  .toList(),
              List.of(event("flow.host.given", host)),
              host);
        });
  }

  /**
   * The flow has no host any more: its key is gone, its connector must be removed yet.
   *
   * @return whether it had one
   */
  boolean take(String flow) {
    if (find(flow).filter(host -> !host.ended()).isEmpty()) {
      return false;
    }
    return mesh.decide(
        (state, now) -> {
          var host = FlowHost.find(state, flow).filter(one -> !one.ended());
          if (host.isEmpty()) {
            return MeshLog.Decided.nothing(false);
          }
          return new MeshLog.Decided<>(
              List.of(
                  MeshLog.Put.of(
                      FlowHost.key(flow), Json.tree(host.get().end()), PrincipalId.WEFT)),
              List.of(keyOf(host.get())),
              List.of(event("flow.host.left", host.get())),
              true);
        });
  }

  /** The connector of a host that has ended is gone. */
  void removed(String flow) {
    mesh.decide(
        (state, now) -> {
          var host = FlowHost.find(state, flow).filter(FlowHost::ended);
          return host.isEmpty()
              ? MeshLog.Decided.nothing(flow)
              : new MeshLog.Decided<>(
                  List.of(),
                  List.of(FlowHost.key(flow)),
                  List.of(event("flow.host.removed", host.get())),
                  flow);
        });
  }

  /** Whether its key is there and made with the secret of today. */
  private boolean isGood(FlowHost host, FlowSpec flow) {
    var key = mesh.state().find(ResourceKind.CLIENT_KEY, host.key(), ClientKey.class);
    var whole =
        key.filter(one -> !one.revoked())
            .filter(one -> one.principal().equals(PrincipalId.product(flow.product())));
    if (whole.isEmpty()) {
      return false;
    }
    var good = checked.contains(host.key()) || keys.isOurs(whole.get());
    if (good) {
      checked.add(host.key());
    }
    return good;
  }

  private static ResourceKey keyOf(FlowHost host) {
    return new ResourceKey(ResourceKind.CLIENT_KEY, host.key());
  }

  private static AuditEvent event(String action, FlowHost host) {
    var details =
        Json.object()
            .put("connect", host.connect())
            .put("connector", host.connector())
            .put("key", host.key());
    return new AuditEvent(PrincipalId.WEFT, action, "Flow/" + host.flow(), true, details);
  }
}
