package dev.weft.server.access;

import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The subscriptions that input ports stand for. */
final class InputPorts {
  private final Supplier<String> newId;

  InputPorts(Supplier<String> newId) {
    this.newId = newId;
  }

  /**
   * The requests that a product's input ports stand for. Between products of one owner in one
   * domain they are approved by themselves, on record; but not where another has the port alone.
   */
  List<Subscription> wanted(MeshState state, DataProduct product, Instant now) {
    var wanted = new ArrayList<Subscription>();
    var principal = PrincipalId.product(product.id());
    for (var input : product.inputPorts()) {
      for (var port : Ports.ofContract(state, input.contractId())) {
        if (hasOpen(state, principal, port)) {
          continue;
        }
        var request =
            Subscription.request(
                newId.get(),
                principal,
                port,
                "Input port " + input.name() + " of " + product.id(),
                List.of(),
                Optional.empty(),
                PrincipalId.WEFT,
                now);
        wanted.add(
            ownFamily(state, product, port) && isFree(state, now, port, principal)
                ? request.approve(PrincipalId.WEFT, now)
                : request);
      }
    }
    return wanted;
  }

  private static boolean hasOpen(MeshState state, PrincipalId principal, PortName port) {
    return state.all(ResourceKind.SUBSCRIPTION, Subscription.class).stream()
        .anyMatch(
            one ->
                one.principal().equals(principal)
                    && one.port().equals(port.topic())
                    && one.status() != Subscription.Status.EXPIRED);
  }

  private static boolean isFree(
      MeshState state, Instant now, PortName port, PrincipalId principal) {
    return SoleSubscriber.inTheWay(state, now, port, principal).isEmpty();
  }

  private static boolean ownFamily(MeshState state, DataProduct product, PortName port) {
    return state
        .find(ResourceKind.DATA_PRODUCT, port.product(), DataProduct.class)
        .filter(other -> other.domain().equals(product.domain()))
        .map(other -> other.owners().stream().anyMatch(product.owners()::contains))
        .orElse(false);
  }
}
