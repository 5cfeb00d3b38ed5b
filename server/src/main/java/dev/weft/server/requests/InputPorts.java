package dev.weft.server.requests;

import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.Seat;
import dev.weft.model.Subscription;
import dev.weft.server.access.EnforcedSources;
import dev.weft.server.access.Ports;
import dev.weft.server.access.SoleSubscriber;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The subscriptions that input ports stand for. */
final class InputPorts {
  private final Supplier<String> newId;
  private final Routing routing;

  InputPorts(Supplier<String> newId, Routing routing) {
    this.newId = newId;
    this.routing = routing;
  }

  /**
   * The requests that the input ports of products stand for and that are not there yet, at most so
   * many. Between products of one owner in one domain they are approved by themselves, on record;
   * but not where another has the port alone.
   */
  List<Subscription> wanted(
      MeshState state, Collection<DataProduct> products, Instant now, int most) {
    var sources = new EnforcedSources(state, now);
    var given = new HashSet<PortName>();
    var wanted = new ArrayList<Subscription>();
    for (var product : products) {
      var principal = PrincipalId.product(product.id());
      var open = open(state, principal);
      for (var input : product.inputPorts()) {
        for (var port : Ports.ofContract(state, input.contractId())) {
          if (wanted.size() < most
              && sources.problems(port, principal, List.of()).isEmpty()
              && open.add(port.topic())) {
            var asked = request(product, input, port, now);
            var way = routing.of(state, asked);
            var request = way.written(asked);
            var isOwn =
                ((way.automatic() && Verdicts.isAccepted(state, request))
                        || (isByOwner(way) && ownFamily(state, product, port)))
                    && isFree(state, now, port, principal);
            // One that is for one subscriber at a time is free once only.
            wanted.add(
                isOwn && (given.add(port) || !SoleSubscriber.isWanted(state, port))
                    ? request.approve(PrincipalId.WEFT, now)
                    : request);
          }
        }
      }
    }
    return wanted;
  }

  private Subscription request(
      DataProduct product, DataProduct.InputPort input, PortName port, Instant now) {
    return Subscription.request(
        newId.get(),
        PrincipalId.product(product.id()),
        port,
        "Input port " + input.name() + " of " + product.id(),
        List.of(),
        Optional.empty(),
        PrincipalId.WEFT,
        now);
  }

  /** The ports that it has asked for, whatever became of it, unless it has ended by itself. */
  private static Set<String> open(MeshState state, PrincipalId principal) {
    return state.subscriptionsOf(principal).stream()
        .filter(one -> one.status() != Subscription.Status.EXPIRED)
        .map(Subscription::port)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** A rule that asks for others than the owner asks them of the owner's own products as well. */
  private static boolean isByOwner(Routing.Way way) {
    return way.seats().equals(List.of(Seat.OWNER));
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
