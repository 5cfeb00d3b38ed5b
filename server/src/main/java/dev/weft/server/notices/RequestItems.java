package dev.weft.server.notices;

import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.identity.Caller;
import dev.weft.server.requests.Deciders;
import dev.weft.server.requests.Routing;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** For who decides: requests that wait, reminders of them, and grants to confirm. */
public final class RequestItems implements InboxSource {
  private static final String TO_DECIDE = "/requests?view=to-decide";
  private static final String TO_CONFIRM = "/requests?view=to-confirm";

  private final Routing routing;

  public RequestItems(Routing routing) {
    this.routing = routing;
  }

  @Override
  public List<InboxItem> of(Caller person, MeshState state, Instant now) {
    var deciders = new Deciders(state, routing, now);
    var items = new ArrayList<InboxItem>();
    for (var one : state.all(ResourceKind.SUBSCRIPTION, Subscription.class)) {
      if (deciders.mayDecide(person, one)) {
        items.add(toDecide(state, deciders, one, now));
      } else if (one.grantsAt(now)
          && one.reviewed().certifyBy().isPresent()
          && deciders.mayCertify(person, one)) {
        items.add(toConfirm(one));
      }
    }
    return items;
  }

  /** A reminder is another item, so that it is unread again; so is what is decided by the body. */
  private static InboxItem toDecide(
      MeshState state, Deciders deciders, Subscription one, Instant now) {
    var port = PortName.parse(one.port());
    var isLate =
        port.flatMap(name -> Routing.rules(state, name).remindAfter())
            .map(after -> !now.isBefore(one.requestedAt().plus(after)))
            .orElse(false);
    var isEscalated = port.map(name -> deciders.isEscalated(one, name)).orElse(false);
    var kind = isEscalated ? "escalation" : isLate ? "reminder" : "decide";
    var waits = isEscalated || isLate ? " still" : "";
    return InboxItem.toDo(
        kind + ":" + one.id() + ":" + one.reviewed().approvals().size(),
        kind,
        "%s%s asks for %s".formatted(one.principal(), waits, one.port()),
        one.purpose(),
        one.id(),
        one.requestedAt(),
        TO_DECIDE);
  }

  private static InboxItem toConfirm(Subscription one) {
    var until = one.reviewed().certifyBy();
    return InboxItem.toDo(
            "confirm:" + one.id() + ":" + until.orElse(Instant.EPOCH),
            "confirm",
            "Confirm that %s still needs %s".formatted(one.principal(), one.port()),
            one.purpose(),
            one.id(),
            one.decidedAt().orElse(one.requestedAt()),
            TO_CONFIRM)
        .dueAt(until);
  }
}
