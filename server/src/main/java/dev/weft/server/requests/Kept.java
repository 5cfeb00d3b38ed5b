package dev.weft.server.requests;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** How subscriptions are kept in the log, each change with what the audit says of it. */
final class Kept {
  private Kept() {}

  /**
   * A subscription's next state.
   *
   * @param onBehalfOf for whom it was done, who is away
   */
  record Change(
      PrincipalId by,
      String action,
      Optional<PrincipalId> onBehalfOf,
      Optional<Subscription> before,
      Subscription after) {
    static Change of(PrincipalId by, String action, Subscription before, Subscription after) {
      return new Change(by, action, Optional.empty(), Optional.of(before), after);
    }

    private MeshLog.Put put() {
      return MeshLog.Put.of(key(after.id()), Json.tree(after), by);
    }

    private AuditEvent event() {
      var details = Json.object();
      before.ifPresent(one -> details.set("before", Json.tree(one)));
      details.set("after", Json.tree(after));
      details.put("port", after.port());
      onBehalfOf.ifPresent(person -> details.put("onBehalfOf", person.toString()));
      return new AuditEvent(by, action, key(after.id()).toString(), true, details);
    }
  }

  static MeshLog.Decided<Subscription> decided(Change change) {
    return decided(List.of(change), change.after());
  }

  static <T> MeshLog.Decided<T> decided(List<Change> changes, T reply) {
    // Of what changes twice in one act the last is kept; the audit has both.
    var puts = new LinkedHashMap<String, MeshLog.Put>();
    var events = new ArrayList<AuditEvent>();
    for (var change : changes) {
      puts.put(change.after().id(), change.put());
      events.add(change.event());
    }
    return changes.isEmpty()
        ? MeshLog.Decided.nothing(reply)
        : new MeshLog.Decided<>(List.copyOf(puts.values()), List.of(), events, reply);
  }

  static Subscription find(MeshState state, String id) {
    return state
        .find(ResourceKind.SUBSCRIPTION, id, Subscription.class)
        .orElseThrow(() -> noSuch(id));
  }

  static ProblemException noSuch(String id) {
    return Problem.missing(
            "no-such-request",
            "There is no request '" + id + "'.",
            "'weft requests' lists yours and those you decide on.")
        .asException();
  }

  private static ResourceKey key(String id) {
    return new ResourceKey(ResourceKind.SUBSCRIPTION, id);
  }
}
