package dev.weft.server.requests;

import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.Seat;
import dev.weft.model.Subscription;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Service;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who sees a request, decides on it, and may end it, as of one moment. Nobody decides on what is
 * their own, and nobody has two seats of one request, be it for themselves or for somebody else.
 * What it has found out it remembers, so use one for all requests of the moment. For one thread.
 */
public final class Deciders {
  private final MeshState state;
  private final Routing routing;
  private final Instant now;
  private final SeatHolders holders;
  private final Routing.Answering answering;
  private final Map<String, List<Seat>> seats = new HashMap<>();
  private final Map<String, List<String>> represented = new HashMap<>();

  public Deciders(MeshState state, Routing routing, Instant now) {
    this.state = state;
    this.routing = routing;
    this.now = now;
    this.holders = new SeatHolders(state, now);
    this.answering = new Routing.Answering(state);
  }

  /**
   * A seat that somebody may take.
   *
   * @param onBehalfOf for whom, who is away
   */
  public record Chair(Seat seat, Optional<PrincipalId> onBehalfOf) {}

  /**
   * How things stand with a seat.
   *
   * @param people who may take it
   * @param by who has taken it
   */
  public record Standing(Seat seat, Set<String> people, Optional<PrincipalId> by) {}

  /** All seats of a request, and who has taken them. */
  public List<Standing> standing(Subscription one) {
    return seats(one).stream()
        .map(
            seat ->
                new Standing(
                    seat,
                    holders.of(seat, one),
                    one.reviewed().approvals().stream()
                        .filter(approval -> approval.seat().equals(seat))
                        .map(approval -> approval.by())
                        .findFirst()))
        .toList();
  }

  /** All seats, taken or not. */
  List<Seat> seats(Subscription one) {
    return seats.computeIfAbsent(one.id(), id -> routing.seats(state, answering, one));
  }

  /** The seats that nobody has taken yet. */
  List<Seat> open(Subscription one) {
    return seats(one).stream().filter(seat -> !one.reviewed().isTaken(seat)).toList();
  }

  /** The seat that the caller may take: for themselves before for others, the rarest first. */
  Optional<Chair> chair(Caller caller, Subscription one) {
    if (!isPerson(caller) || isOwn(caller.id(), one) || one.reviewed().hasPart(caller.id())) {
      return Optional.empty();
    }
    var represented = representedBy(caller);
    return open(one).stream()
        .sorted(Comparator.comparing(seat -> holders.of(seat, one).size()))
        .flatMap(seat -> chair(caller, one, seat, represented).stream())
        .min(Comparator.comparing(chair -> chair.onBehalfOf().isPresent()));
  }

  private Optional<Chair> chair(
      Caller caller, Subscription one, Seat seat, List<String> represented) {
    var people = holders.of(seat, one);
    if (people.contains(caller.name())) {
      return Optional.of(new Chair(seat, Optional.empty()));
    }
    return represented.stream()
        .filter(people::contains)
        .map(PrincipalId::user)
        .filter(person -> !one.reviewed().hasPart(person))
        .findFirst()
        .map(person -> new Chair(seat, Optional.of(person)));
  }

  Chair mustDecide(Caller caller, Subscription one) {
    caller.require(
        !isOwn(caller.id(), one),
        "four-eyes",
        "Nobody decides on their own request.",
        "Another owner, or the domain's governing body, decides.");
    caller.require(
        !one.reviewed().hasPart(caller.id()),
        "four-eyes",
        "You have approved request " + one.id() + " already; somebody else takes the other seat.",
        "'weft requests --id " + one.id() + "' names who may.");
    var chair = chair(caller, one);
    caller.require(
        chair.isPresent(),
        "not-an-owner",
        "Only who is asked decides on this: " + words(one) + ".",
        "'weft describe product " + product(one) + "' names the owners.");
    return chair.orElseThrow();
  }

  /** Of a request that needs several, each of them may refuse. */
  void mustRefuse(Caller caller, Subscription one) {
    caller.require(
        !isOwn(caller.id(), one),
        "four-eyes",
        "Nobody decides on their own request.",
        "Another owner, or the domain's governing body, decides.");
    caller.require(
        answersFor(caller, one),
        "not-an-owner",
        "Only who is asked decides on this: " + words(one) + ".",
        "'weft describe product " + product(one) + "' names the owners.");
  }

  void mustEnd(Caller caller, Subscription one) {
    caller.require(
        one.principal().equals(caller.id()) || caller.isAdmin() || answersFor(caller, one),
        "not-an-owner",
        "Only an owner of " + product(one) + " or the subscriber ends this.",
        "'weft describe product " + product(one) + "' names the owners.");
  }

  /** Who confirms a grant is who could have approved it for the product. */
  void mustCertify(Caller caller, Subscription one) {
    caller.require(
        !isOwn(caller.id(), one),
        "four-eyes",
        "Nobody confirms their own grant.",
        "Another owner, or the domain's governing body, confirms it.");
    caller.require(
        mayCertify(caller, one),
        "not-an-owner",
        "Only an owner of " + product(one) + " confirms this.",
        "'weft describe product " + product(one) + "' names the owners.");
  }

  /** Whether the caller may take a seat of this request. */
  public boolean mayDecide(Caller caller, Subscription one) {
    return one.status() == Subscription.Status.REQUESTED
        && mayHaveSeat(caller, one)
        && chair(caller, one).isPresent();
  }

  /** Whether the caller may say that a grant is still needed. */
  public boolean mayCertify(Caller caller, Subscription one) {
    return !isOwn(caller.id(), one) && has(caller, holders.of(Seat.OWNER, one));
  }

  /** Whether the caller may have a seat of this request, taken or not, or decides for who may. */
  public boolean answersFor(Caller caller, Subscription one) {
    return !isOwn(caller.id(), one)
        && mayHaveSeat(caller, one)
        && seats(one).stream().anyMatch(seat -> has(caller, holders.of(seat, one)));
  }

  private boolean has(Caller caller, Set<String> holders) {
    return isPerson(caller) && (holders.contains(caller.name()) || representsOne(caller, holders));
  }

  private boolean representsOne(Caller caller, Set<String> holders) {
    return representedBy(caller).stream().anyMatch(holders::contains);
  }

  private List<String> representedBy(Caller caller) {
    return represented.computeIfAbsent(
        caller.name(), name -> Absences.representedBy(state, now, name));
  }

  /** A product or an agent may have the name of a person, but no seat. */
  private static boolean isPerson(Caller caller) {
    return caller.id().type() == PrincipalId.Type.USER;
  }

  /** Whether the caller may know of this request. */
  public boolean maySee(Caller caller, Subscription one) {
    return caller.isAuditor()
        || one.principal().equals(caller.id())
        || one.requestedBy().equals(caller.id())
        || answersFor(caller, one)
        || state
            .find(ResourceKind.DATA_PRODUCT, product(one), DataProduct.class)
            .map(
                product ->
                    product.owners().contains(caller.name())
                        || product.stewards().contains(caller.name()))
            .orElse(false);
  }

  /** A request, if the caller may know of it. */
  Subscription seen(Caller caller, String id) {
    var found = Kept.find(state, id);
    if (!maySee(caller, found)) {
      throw Kept.noSuch(id);
    }
    return found;
  }

  /** Whether nobody has decided for so long that the governing body may. */
  public boolean isEscalated(Subscription one, PortName port) {
    return holders.isEscalated(one, port);
  }

  /** Who may take a seat. */
  public Set<String> holders(Seat seat, Subscription one) {
    return holders.of(seat, one);
  }

  private boolean mayHaveSeat(Caller caller, Subscription one) {
    var names = new ArrayList<>(representedBy(caller));
    names.add(caller.name());
    return holders.mayInclude(names, one);
  }

  /** One's own, and those of services that one answers for. */
  private boolean isOwn(PrincipalId caller, Subscription one) {
    return one.principal().equals(caller)
        || one.requestedBy().equals(caller)
        || Service.isOwned(state, one.principal(), caller.name());
  }

  private String words(Subscription one) {
    return String.join(", ", seats(one).stream().map(Seat::toString).toList())
        + " of "
        + product(one);
  }

  private static String product(Subscription subscription) {
    return PortName.parse(subscription.port()).map(PortName::product).orElse("");
  }
}
