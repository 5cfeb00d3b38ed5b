package dev.weft.server.access;

import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.server.identity.Service;
import dev.weft.spi.MeshState;

/** Who sees a request, decides on it, and may end it, as of one moment. */
final class Deciders {
  private final MeshState state;

  Deciders(MeshState state) {
    this.state = state;
  }

  void mustDecide(Caller caller, Subscription subscription) {
    caller.require(
        !isOwn(caller, subscription),
        "four-eyes",
        "Nobody decides on their own request.",
        "Another owner, or the domain's governing body, decides.");
    caller.require(
        mayDecide(caller, subscription),
        "not-an-owner",
        "Only an owner of " + product(subscription) + " decides on this.",
        "'weft describe product " + product(subscription) + "' names the owners.");
  }

  void mustEnd(Caller caller, Subscription subscription) {
    caller.require(
        subscription.principal().equals(caller.id())
            || caller.isAdmin()
            || mayDecide(caller, subscription),
        "not-an-owner",
        "Only an owner of " + product(subscription) + " or the subscriber ends this.",
        "'weft describe product " + product(subscription) + "' names the owners.");
  }

  boolean mayDecide(Caller caller, Subscription one) {
    if (isOwn(caller, one)) {
      return false;
    }
    return PortName.parse(one.port())
        .map(port -> new Rights(state).approvers(port, one.requestedBy().name()))
        .map(approvers -> approvers.contains(caller.name()))
        .orElse(false);
  }

  /** One's own, and those of services that one answers for. */
  private boolean isOwn(Caller caller, Subscription one) {
    return one.principal().equals(caller.id())
        || one.requestedBy().equals(caller.id())
        || Service.isOwned(state, one.principal(), caller.name());
  }

  boolean maySee(Caller caller, Subscription one) {
    return caller.isAuditor()
        || one.principal().equals(caller.id())
        || mayDecide(caller, one)
        || state
            .find(ResourceKind.DATA_PRODUCT, product(one), DataProduct.class)
            .map(
                product ->
                    product.owners().contains(caller.name())
                        || product.stewards().contains(caller.name()))
            .orElse(false);
  }

  private static String product(Subscription subscription) {
    return PortName.parse(subscription.port()).map(PortName::product).orElse("");
  }
}
