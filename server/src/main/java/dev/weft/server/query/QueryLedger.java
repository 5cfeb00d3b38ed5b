package dev.weft.server.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.ClientKey;
import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.QuerySpec;
import dev.weft.model.RecordPlace;
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

  void plan(QueryLine line, QueryPlan plan) {
    var key = QueryPlan.key(line.name());
    put(line.query(), key, plan, "query.planned", Optional.empty(), plan.edition());
  }

  /** A job that is to be submitted now, and the key that it is to have. */
  void started(QueryLine line, QueryRun run, Optional<ClientKey> key) {
    put(line.query(), QueryRun.key(line.name()), run, "query.job.started", key, run.job());
  }

  /** The job is over; its key goes. */
  void rested(QueryLine line, QueryRun before, QueryRun now) {
    ended(line, before, now, event("query.job.ended", line.query(), before.job()));
  }

  private void ended(QueryLine line, QueryRun before, QueryRun now, AuditEvent why) {
    mesh.decide(
        (state, at) ->
            new MeshLog.Decided<>(
                List.of(put(QueryRun.key(line.name()), now)),
                keyOf(before).filter(key -> state.get(key).isPresent()).stream().toList(),
                List.of(why),
                line.query()));
  }

  /** The job is over, and the next goes on without this record. */
  void leftOut(QueryLine line, QueryRun before, QueryRun now, RecordPlace place) {
    var details = Json.object().put("record", place.toString());
    ended(line, before, now, event("query.record-left-out", line.query(), details));
  }

  /** Both rest, and what differs is written from now on. */
  void cutting(String query) {
    mesh.decide(
        (state, at) -> {
          var plan = QueryPlan.of(state, QueryLine.next(query).name());
          var cutover = QueryControl.of(state, query).cutover();
          if (plan.filter(it -> it.edition().equals(cutover)).isEmpty()) {
            return MeshLog.Decided.nothing(query); // Somebody has put it aside meanwhile.
          }
          var upgrade = new QueryUpgrade(QueryUpgrade.Phase.CUTTING);
          return new MeshLog.Decided<>(
              List.of(put(QueryUpgrade.key(query), upgrade)),
              List.of(),
              List.of(event("query.cutting", query, "")),
              query);
        });
  }

  /** What was beside cannot take the query's place: the statement before stays. */
  void putAside(QuerySpec query, String reason) {
    var name = query.name();
    mesh.decide(
        (state, at) -> {
          var control = QueryControl.of(state, name).putAside(QueryEdition.ofText(query));
          var details = Json.object().put("reason", reason);
          return new MeshLog.Decided<>(
              List.of(put(QueryControl.key(name), control)),
              List.of(QueryUpgrade.key(name)),
              List.of(event("query.put-aside", name, details)),
              name);
        });
  }

  /** What was beside is the query now, and goes on from where it rests. */
  void replaced(String query, UpcomingContents.Written written) {
    mesh.decide(
        (state, at) -> {
          var next = QueryLine.next(query).name();
          var plan = QueryPlan.of(state, next).orElseThrow();
          var run = QueryRun.of(state, next);
          var control = QueryControl.of(state, query).cutOver("");
          var upgrade = new QueryUpgrade(QueryUpgrade.Phase.REPLACED);
          var details = Json.object().put("edition", plan.edition());
          details.put("written", written.changed()).put("removed", written.removed());
          return new MeshLog.Decided<>(
              List.of(
                  put(QueryPlan.key(query), plan),
                  put(QueryRun.key(query), run),
                  put(QueryControl.key(query), control),
                  put(QueryUpgrade.key(query), upgrade)),
              List.of(QueryPlan.key(next), QueryRun.key(next)),
              List.of(event("query.replaced", query, details)),
              query);
        });
  }

  /** The line is gone, and all that was known of it goes too. */
  void forget(QueryLine line, QueryRun run) {
    var gone = new ArrayList<ResourceKey>();
    gone.add(QueryRun.key(line.name()));
    gone.add(QueryPlan.key(line.name()));
    if (!line.upcoming()) {
      gone.add(QueryControl.key(line.query()));
    }
    keyOf(run).ifPresent(gone::add);
    remove(line.query(), gone, run.job());
  }

  /** Nothing is left of how the query was replaced. */
  void cleared(String query) {
    remove(query, new ArrayList<>(List.of(QueryUpgrade.key(query))), "");
  }

  private void remove(String query, List<ResourceKey> gone, String job) {
    mesh.decide(
        (state, at) -> {
          gone.removeIf(key -> state.get(key).isEmpty());
          return gone.isEmpty()
              ? MeshLog.Decided.nothing(query)
              : new MeshLog.Decided<>(
                  List.of(), gone, List.of(event("query.forgotten", query, job)), query);
        });
  }

  private static MeshLog.Put put(ResourceKey key, Object document) {
    return MeshLog.Put.of(key, Json.tree(document), PrincipalId.WEFT);
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
    return event(action, query, details);
  }

  private static AuditEvent event(String action, String query, ObjectNode details) {
    return new AuditEvent(PrincipalId.WEFT, action, "Query/" + query, true, details);
  }
}
