package dev.weft.catalog.log;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshLog.Decided;
import dev.weft.spi.MeshLog.Put;
import dev.weft.spi.MeshState;
import java.util.List;

/**
 * A command that shows every kind of damage: two resources that must always be equal, and an audit
 * event for each step.
 */
final class Counting {
  static final String ACTION = "count";
  private static final PrincipalId OLGA = PrincipalId.user("olga");
  private static final ResourceKey LEFT = new ResourceKey(ResourceKind.TERM, "left");
  private static final ResourceKey RIGHT = new ResourceKey(ResourceKind.TERM, "right");

  private Counting() {}

  static long countUp(MeshLog log) {
    return log.decide(
        (state, now) -> {
          var next = count(state) + 1;
          var document = Json.object().put("count", next);
          var event = new AuditEvent(OLGA, ACTION, LEFT.toString(), true, document);
          var puts = List.of(Put.of(LEFT, document, OLGA), Put.of(RIGHT, document, OLGA));
          return new Decided<>(puts, List.of(), List.of(event), next);
        });
  }

  /** Where it stands; fails when the two are not equal. */
  static long count(MeshState state) {
    var left = count(state, LEFT);
    if (left != count(state, RIGHT)) {
      throw new AssertionError("half a transaction: " + left + " and " + count(state, RIGHT));
    }
    return left;
  }

  private static long count(MeshState state, ResourceKey key) {
    return state.get(key).map(it -> it.document().path("count").asLong()).orElse(0L);
  }
}
