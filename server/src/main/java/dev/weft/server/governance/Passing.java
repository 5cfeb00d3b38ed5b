package dev.weft.server.governance;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.governance.HistoryEntry;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshLog.Decided;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What time does to all nouns of one kind, in one transaction, with an event for each.
 *
 * @param events how the actions of the events begin; they go on with the last act of the history
 */
record Passing<T>(
    MeshLog mesh,
    ResourceKind kind,
    Class<T> noun,
    BiFunction<T, Instant, Optional<T>> pass,
    Function<T, List<HistoryEntry>> history,
    String events) {
  private static final int AT_ONCE_MAX = 200;

  /** Decides nothing while there is nothing of the kind. */
  void run() {
    if (!mesh.state().all(kind).isEmpty()) {
      int unused = mesh.decide(this::decide);
    }
  }

  private Decided<Integer> decide(MeshState state, Instant now) {
    var puts = new ArrayList<MeshLog.Put>();
    var told = new ArrayList<AuditEvent>();
    for (var resource : state.all(kind)) {
      var after =
          puts.size() < AT_ONCE_MAX ? pass.apply(resource.as(noun), now) : Optional.<T>empty();
      if (after.isPresent()) {
        var acts = history.apply(after.get());
        var last = acts.get(acts.size() - 1);
        puts.add(MeshLog.Put.of(resource.key(), Json.tree(after.get()), PrincipalId.WEFT));
        told.add(
            new AuditEvent(
                PrincipalId.WEFT,
                events + last.act(),
                resource.key().toString(),
                true,
                Json.object().put("comment", last.comment())));
      }
    }
    return puts.isEmpty() ? Decided.nothing(0) : new Decided<>(puts, List.of(), told, puts.size());
  }
}
