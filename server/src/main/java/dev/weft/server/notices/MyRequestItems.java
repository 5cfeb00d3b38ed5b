package dev.weft.server.notices;

import dev.weft.model.DataProduct;
import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.model.ResourceKind;
import dev.weft.model.Subscription;
import dev.weft.server.identity.Caller;
import dev.weft.server.requests.Deciders;
import dev.weft.server.requests.Routing;
import dev.weft.server.requests.TermsOfUse;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** For who asks: what became of it, which terms to accept, and which grant is about to end. */
public final class MyRequestItems implements InboxSource {
  private static final Duration NEWS_FOR = Duration.ofDays(30);
  private static final Duration ENDS_SOON = Duration.ofDays(7);
  private static final String MINE = "/requests?view=mine";

  private final Routing routing;

  public MyRequestItems(Routing routing) {
    this.routing = routing;
  }

  @Override
  public List<InboxItem> of(Caller person, MeshState state, Instant now) {
    var items = new ArrayList<InboxItem>();
    var deciders = new Deciders(state, routing, now);
    for (var one : state.all(ResourceKind.SUBSCRIPTION, Subscription.class)) {
      if (isMine(state, person, one)) {
        add(state, deciders, one, now, items);
      }
    }
    return items;
  }

  /** One's own, and those of the products that one owns. */
  private static boolean isMine(MeshState state, Caller person, Subscription one) {
    return one.principal().equals(person.id())
        || one.requestedBy().equals(person.id())
        || (one.principal().type() == PrincipalId.Type.PRODUCT
            && state
                .find(ResourceKind.DATA_PRODUCT, one.principal().name(), DataProduct.class)
                .map(product -> product.owners().contains(person.name()))
                .orElse(false));
  }

  private static void add(
      MeshState state, Deciders deciders, Subscription one, Instant now, List<InboxItem> items) {
    if (one.status() == Subscription.Status.REQUESTED) {
      items.add(waiting(deciders, one));
    } else if (one.decidedAt().map(at -> at.plus(NEWS_FOR).isAfter(now)).orElse(false)) {
      items.add(decided(one));
    }
    if (one.status() == Subscription.Status.REQUESTED || one.grantsAt(now)) {
      addTerms(state, one, items);
    }
    if (one.grantsAt(now)) {
      addEnds(one, now, items);
    }
  }

  private static InboxItem waiting(Deciders deciders, Subscription one) {
    var standing = deciders.standing(one);
    var open =
        standing.stream()
            .filter(seat -> seat.by().isEmpty())
            .map(seat -> seat.seat().toString())
            .collect(Collectors.joining(", "));
    var given = standing.stream().filter(seat -> seat.by().isPresent()).count();
    return InboxItem.news(
            "waiting:" + one.id() + ":" + given,
            "waiting",
            "%s request for %s waits".formatted(whose(one), one.port()),
            "Waits for %s; %d of %d have approved.".formatted(open, given, standing.size()),
            one.id(),
            one.requestedAt(),
            MINE)
        .quiet();
  }

  private static InboxItem decided(Subscription one) {
    var status = one.status().name().toLowerCase(Locale.ROOT);
    var item =
        InboxItem.news(
            "decided:" + one.id() + ":" + status,
            status,
            outcome(one),
            one.why(),
            one.id(),
            one.decidedAt().orElse(one.requestedAt()),
            MINE);
    // Of an input port that gets what it wants at once nobody has to be told.
    return one.requestedBy().equals(PrincipalId.WEFT)
            && one.decidedBy().map(PrincipalId.WEFT::equals).orElse(false)
        ? item.quiet()
        : item;
  }

  private static String outcome(Subscription one) {
    var by =
        one.decidedBy()
            .map(who -> who.equals(PrincipalId.WEFT) ? " by itself" : " by " + who)
            .orElse("");
    return switch (one.status()) {
      case EXPIRED -> whose(one) + " access to " + one.port() + " has ended";
      case REVOKED -> whose(one) + " access to " + one.port() + " is revoked" + by;
      case REJECTED -> whose(one) + " request for " + one.port() + " is rejected" + by;
      default -> whose(one) + " request for " + one.port() + " is approved" + by;
    };
  }

  /** A product's owners get what becomes of its requests. */
  private static String whose(Subscription one) {
    return one.principal().type() == PrincipalId.Type.PRODUCT
        ? "The product " + one.principal().name() + "'s"
        : "Your";
  }

  private static void addTerms(MeshState state, Subscription one, List<InboxItem> items) {
    var terms = PortName.parse(one.port()).flatMap(port -> TermsOfUse.of(state, port));
    var review = one.reviewed();
    var isOwnFamily =
        one.requestedBy().equals(PrincipalId.WEFT)
            && one.decidedBy().map(PrincipalId.WEFT::equals).orElse(false);
    if (terms.isPresent() && !terms.get().isAccepted(review) && !isOwnFamily) {
      items.add(
          InboxItem.toDo(
                  "terms:" + one.id() + ":" + terms.get().version(),
                  "terms",
                  "Accept the terms of use of %s, version %s"
                      .formatted(one.port(), terms.get().version()),
                  review.acceptBy().isPresent() ? "The access ends if nobody does." : "",
                  one.id(),
                  one.requestedAt(),
                  MINE)
              .dueAt(review.acceptBy()));
    }
  }

  private static void addEnds(Subscription one, Instant now, List<InboxItem> items) {
    one.until()
        .filter(end -> end.minus(ENDS_SOON).isBefore(now))
        .ifPresent(
            end ->
                items.add(
                    InboxItem.news(
                            "ends:" + one.id() + ":" + end,
                            "ends",
                            "%s access to %s ends soon".formatted(whose(one), one.port()),
                            "Ask for it anew if you still need it.",
                            one.id(),
                            end.minus(ENDS_SOON),
                            MINE)
                        .dueAt(one.until())));
    one.reviewed()
        .certifyBy()
        .ifPresent(
            day ->
                items.add(
                    InboxItem.news(
                            "unconfirmed:" + one.id() + ":" + day,
                            "unconfirmed",
                            "%s access to %s has to be confirmed by an owner"
                                .formatted(whose(one), one.port()),
                            "It ends if nobody does.",
                            one.id(),
                            one.decidedAt().orElse(one.requestedAt()),
                            MINE)
                        .dueAt(one.reviewed().certifyBy())));
  }
}
