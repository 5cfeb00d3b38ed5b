package dev.weft.server.erasure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Erasure;
import dev.weft.model.Erasure.Done;
import dev.weft.model.Json;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshLog.Decided;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.List;

/** What the mesh log and the audit are told of erasures. */
final class ErasureFacts {
  private static final int SWEPT_AT_ONCE = 200;

  private ErasureFacts() {}

  /** The plan is stored with the event; those that are over go, as nobody can apply them. */
  static Decided<Erasure> planned(Caller caller, MeshState state, Erasure plan) {
    var over =
        state.all(ResourceKind.ERASURE, Erasure.class).stream()
            .filter(one -> one.isOver(plan.plan().plannedAt()))
            .limit(SWEPT_AT_ONCE)
            .toList();
    var events = new ArrayList<AuditEvent>();
    over.forEach(one -> events.add(event(caller, "erasure.expire", one.id(), Json.object())));
    events.add(told(caller, "erasure.plan", plan));
    return new Decided<>(
        List.of(put(caller, plan)),
        over.stream().map(one -> Erasure.key(one.id())).toList(),
        events,
        plan);
  }

  static Decided<Erasure> stored(Caller caller, String action, Erasure after, Erasure reply) {
    return new Decided<>(
        List.of(put(caller, after)), List.of(), List.of(told(caller, action, after)), reply);
  }

  /** Some places are behind it; the event says which. */
  static Decided<Erasure> passed(Caller caller, Erasure after, List<Done> places) {
    var details = Json.object().put("keyToken", after.scope().subject());
    var done = details.putArray("done");
    places.forEach(place -> done.add(Json.tree(place)));
    return new Decided<>(
        List.of(put(caller, after)),
        List.of(),
        List.of(event(caller, "erasure.place", after.id(), details)),
        after);
  }

  /** All is done; {@code replaced} are those that were interrupted before. */
  static Decided<Erasure> applied(Caller caller, Erasure after, List<Erasure> replaced) {
    var puts = new ArrayList<>(List.of(put(caller, after)));
    var events = new ArrayList<AuditEvent>();
    for (var one : replaced) {
      puts.add(put(caller, one));
      events.add(told(caller, "erasure.replace", one));
    }
    events.add(told(caller, "erasure.apply", after));
    return new Decided<>(puts, List.of(), events, after);
  }

  private static MeshLog.Put put(Caller caller, Erasure erasure) {
    return MeshLog.Put.of(Erasure.key(erasure.id()), Json.tree(erasure), caller.id());
  }

  /** With the whole document: that of {@code erasure.apply} is the certificate. */
  private static AuditEvent told(Caller caller, String action, Erasure erasure) {
    var details = Json.object().put("planHash", erasure.plan().hash()).put("why", erasure.why());
    details.put("keyToken", erasure.scope().subject());
    details.set("after", Json.tree(erasure));
    return event(caller, action, erasure.id(), details);
  }

  private static AuditEvent event(Caller caller, String action, String id, ObjectNode details) {
    return new AuditEvent(caller.id(), action, Erasure.key(id).toString(), true, details);
  }
}
