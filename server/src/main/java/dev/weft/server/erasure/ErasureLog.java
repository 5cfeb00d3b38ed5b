package dev.weft.server.erasure;

import dev.weft.model.Erasure;
import dev.weft.model.Erasure.Done;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** The erasures in the mesh log, each change with its event of the audit. Safe for any thread. */
record ErasureLog(MeshLog mesh) {

  /** One that the caller may see. */
  static Erasure find(Caller caller, MeshState state, String id) {
    return state
        .get(Erasure.key(id))
        .map(found -> found.as(Erasure.class))
        .filter(one -> ErasureRights.seen(caller, state, one).isPresent())
        .orElseThrow(
            () ->
                Problem.missing(
                        "no-such-erasure",
                        "There is no erasure '" + id + "'.",
                        "'weft erase' lists those you may see.")
                    .asException());
  }

  Erasure change(Caller caller, String id, String action, UnaryOperator<Erasure> change) {
    return change(
        caller,
        id,
        (state, before) -> {
          var after = change.apply(before);
          return ErasureFacts.stored(caller, action, after, after);
        });
  }

  /** These places are behind it. */
  void note(Caller caller, String id, List<Done> places) {
    var unused =
        change(
            caller, id, (state, before) -> ErasureFacts.passed(caller, before.did(places), places));
  }

  /** All is done; with it whatever was interrupted and had nothing to do beyond that. */
  Erasure finish(Caller caller, String id, Instant now, List<Done> results) {
    return change(
        caller,
        id,
        (state, before) -> {
          var after = before.applied(now, results);
          var replaced =
              state.all(ResourceKind.ERASURE, Erasure.class).stream()
                  .filter(one -> one.isReplacedBy(after))
                  .map(one -> one.replaced(id))
                  .toList();
          return ErasureFacts.applied(caller, after, replaced);
        });
  }

  private Erasure change(
      Caller caller, String id, BiFunction<MeshState, Erasure, MeshLog.Decided<Erasure>> change) {
    return mesh.decide(
        (state, now) -> {
          var before = find(caller, state, id);
          ErasureRights.require(caller, state, before.scope());
          return change.apply(state, before);
        });
  }
}
