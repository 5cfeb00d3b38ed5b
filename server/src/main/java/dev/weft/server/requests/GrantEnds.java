package dev.weft.server.requests;

import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The grants whose end has passed. All are looked at when the mesh has changed or the next of them
 * ends, so that to ask twice a second costs nothing. For one thread at a time.
 */
final class GrantEnds {
  private long revision = -1;
  private Optional<Instant> next = Optional.empty();

  /** The ids of the grants that have ended and are not yet on record as expired. */
  synchronized List<String> passed(MeshState state, Instant now) {
    if (state.revision() == revision && next.filter(end -> !now.isBefore(end)).isEmpty()) {
      return List.of();
    }
    var ended = new ArrayList<String>();
    next = Optional.empty();
    for (var one : state.all(ResourceKind.SUBSCRIPTION, Subscription.class)) {
      if (one.status() == Subscription.Status.APPROVED && one.until().isPresent()) {
        if (!one.grantsAt(now)) {
          ended.add(one.id());
        }
        next = one.until().filter(end -> next.map(end::isBefore).orElse(true)).or(() -> next);
      }
    }
    revision = state.revision();
    return ended;
  }
}
