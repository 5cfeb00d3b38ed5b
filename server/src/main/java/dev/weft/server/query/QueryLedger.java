package dev.weft.server.query;

import dev.weft.model.ClientKey;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what becomes of queries: plans, and jobs before they are submitted. */
final class QueryLedger {
  private final MeshLog mesh;

  QueryLedger(MeshLog mesh) {
    this.mesh = mesh;
  }

  void plan(String query, QueryPlan plan) {
    put(query, QueryPlan.key(query), plan, "query.planned", Optional.empty(), plan.edition());
  }

  /** A job that is to be submitted now, and the key that it is to have. */
  void started(String query, QueryRun run, Optional<ClientKey> key) {
    put(query, QueryRun.key(query), run, "query.job.started", key, run.job());
  }

  /** The job is over; its key goes. */
  void rested(String query, QueryRun before, QueryRun now) {
    mesh.decide(
        (state, at) ->
            new MeshLog.Decided<>(
                List.of(MeshLog.Put.of(QueryRun.key(query), Json.tree(now), PrincipalId.WEFT)),
                keyOf(before).filter(key -> state.get(key).isPresent()).stream().toList(),
                List.of(event("query.job.ended", query, before.job())),
                query));
  }

  /** The query is gone, and all that was known of it goes too. */
  void forget(String query, QueryRun run) {
    mesh.decide(
        (state, at) -> {
          var gone = new ArrayList<ResourceKey>();
          gone.add(QueryRun.key(query));
          gone.add(QueryPlan.key(query));
          gone.add(QueryControl.key(query));
          keyOf(run).ifPresent(gone::add);
          gone.removeIf(key -> state.get(key).isEmpty());
          return gone.isEmpty()
              ? MeshLog.Decided.nothing(query)
              : new MeshLog.Decided<>(
                  List.of(), gone, List.of(event("query.forgotten", query, run.job())), query);
        });
  }

  private void put(
      String query,
      ResourceKey resource,
      Object document,
      String action,
      Optional<ClientKey> key,
      String detail) {
    mesh.decide(
        (state, at) -> {
          var puts = new ArrayList<MeshLog.Put>();
          puts.add(MeshLog.Put.of(resource, Json.tree(document), PrincipalId.WEFT));
          key.map(
                  one ->
                      MeshLog.Put.of(
                          new ResourceKey(ResourceKind.CLIENT_KEY, one.id()),
                          Json.tree(one),
                          PrincipalId.WEFT))
              .ifPresent(puts::add);
          return new MeshLog.Decided<>(
              puts, List.of(), List.of(event(action, query, detail)), query);
        });
  }

  private static Optional<ResourceKey> keyOf(QueryRun run) {
    return run.key().isEmpty()
        ? Optional.empty()
        : Optional.of(new ResourceKey(ResourceKind.CLIENT_KEY, run.key()));
  }

  private static AuditEvent event(String action, String query, String detail) {
    var details = Json.object();
    if (!detail.isEmpty()) {
      details.put(action.equals("query.planned") ? "edition" : "job", detail);
    }
    return new AuditEvent(PrincipalId.WEFT, action, "Query/" + query, true, details);
  }
}
