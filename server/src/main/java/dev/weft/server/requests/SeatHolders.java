package dev.weft.server.requests;

import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.Seat;
import dev.weft.model.Subscription;
import dev.weft.server.identity.Rights;
import dev.weft.server.identity.Service;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Who may take the seats of requests, as of one moment; remembers groups. For one thread. */
final class SeatHolders {
  private final MeshState state;
  private final Instant now;
  private final Rights rights;
  private final Map<String, Set<String>> members = new HashMap<>();
  private final Map<List<String>, Set<String>> peopleOf = new HashMap<>();

  SeatHolders(MeshState state, Instant now) {
    this.state = state;
    this.now = now;
    this.rights = new Rights(state);
  }

  /**
   * Who may take a seat; where that would be nobody but who asks, and when nobody has decided for
   * too long, the governing body as well.
   */
  Set<String> of(Seat seat, Subscription one) {
    var port = PortName.parse(one.port());
    var product =
        port.flatMap(
            name -> state.find(ResourceKind.DATA_PRODUCT, name.product(), DataProduct.class));
    if (product.isEmpty()) {
      return Set.of();
    }
    var people = new TreeSet<String>();
    switch (seat.type()) {
      case OWNER -> people.addAll(product.get().owners());
      case STEWARD -> {
        people.addAll(product.get().stewards());
        domain(product.get())
            .ifPresent(found -> people.addAll(people(found.governance().stewards())));
      }
      case BODY -> people.addAll(body(product.get()));
      case GROUP -> people.addAll(members(seat.group()));
    }
    removeAskers(people, one);
    var stands = seat.type() != Seat.Type.GROUP && people.isEmpty();
    if (stands || isEscalated(one, port.get())) {
      people.addAll(body(product.get()));
      removeAskers(people, one);
    }
    return people;
  }

  /** Whether nobody has decided for so long that the governing body may. */
  boolean isEscalated(Subscription one, PortName port) {
    return one.status() == Subscription.Status.REQUESTED
        && Routing.rules(state, port)
            .escalateAfter()
            .map(after -> !now.isBefore(one.requestedAt().plus(after)))
            .orElse(false);
  }

  /** Who asks, and who answers for the service that does. */
  private void removeAskers(Set<String> people, Subscription one) {
    for (var asker : List.of(one.principal(), one.requestedBy())) {
      if (asker.type() == PrincipalId.Type.USER) {
        people.remove(asker.name());
      }
    }
    people.removeIf(person -> Service.isOwned(state, one.principal(), person));
  }

  private Set<String> members(String group) {
    return members.computeIfAbsent(group, rights::members);
  }

  /**
   * Whether one of these may have a seat at all, whatever the rules say of this request: of most
   * requests most people have none, and rules are dear to ask.
   */
  boolean mayInclude(List<String> names, Subscription one) {
    var port = PortName.parse(one.port());
    var product =
        port.flatMap(
            name -> state.find(ResourceKind.DATA_PRODUCT, name.product(), DataProduct.class));
    if (product.isEmpty()) {
      return false;
    }
    var governance = domain(product.get()).map(Domain::governance);
    return names.stream()
        .anyMatch(
            name ->
                product.get().owners().contains(name)
                    || product.get().stewards().contains(name)
                    || governance
                        .map(
                            by ->
                                people(by.body()).contains(name)
                                    || people(by.stewards()).contains(name))
                        .orElse(false)
                    || groups(port.get(), one).anyMatch(group -> members(group).contains(name)));
  }

  /** Those that have a seat, or may get one by the rules. */
  private Stream<String> groups(PortName port, Subscription one) {
    return Stream.concat(
            one.reviewed().seats().stream(),
            Routing.rules(state, port).routes().stream().flatMap(route -> route.seats().stream()))
        .filter(seat -> seat.type() == Seat.Type.GROUP)
        .map(Seat::group);
  }

  private Set<String> body(DataProduct product) {
    return domain(product).map(found -> people(found.governance().body())).orElse(Set.of());
  }

  /** A body and stewards may be groups: their members are meant. */
  private Set<String> people(List<String> named) {
    return peopleOf.computeIfAbsent(named, rights::people);
  }

  private Optional<Domain> domain(DataProduct product) {
    return state.find(ResourceKind.DOMAIN, product.domain(), Domain.class);
  }
}
