package dev.weft.server.notices;

import dev.weft.model.ResourceKind;
import dev.weft.server.identity.Caller;
import dev.weft.server.requests.Wish;
import dev.weft.server.requests.WishRights;
import dev.weft.spi.MeshState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * For who wants something: offers, and how it ended; for who governs the domain: what is wanted.
 */
public final class WishItems implements InboxSource {
  private static final Duration NEWS_FOR = Duration.ofDays(30);

  @Override
  public List<InboxItem> of(Caller person, MeshState state, Instant now) {
    var rights = new WishRights(state, person);
    var items = new ArrayList<InboxItem>();
    for (var wish : state.all(ResourceKind.WISH, Wish.class)) {
      if (wish.isWantedBy(person.id())) {
        addAnswers(wish, now, items);
      } else if (wish.status() == Wish.Status.OPEN
          && wish.offers().isEmpty()
          && rights.concerns(wish)) {
        items.add(
            InboxItem.toDo(
                "wish:" + wish.id(),
                "wish",
                "%s wishes for data of %s".formatted(wish.by(), wish.domain()),
                wish.title() + voters(wish),
                wish.id(),
                wish.at(),
                "/wishes/" + wish.id()));
      }
    }
    return items;
  }

  private static String voters(Wish wish) {
    var number = wish.votes().size();
    return number == 0 ? "" : " (%d more want%s it)".formatted(number, number == 1 ? "s" : "");
  }

  private static void addAnswers(Wish wish, Instant now, List<InboxItem> items) {
    if (wish.status() == Wish.Status.OPEN) {
      for (var offer : wish.offers()) {
        items.add(
            InboxItem.news(
                "offer:" + wish.id() + ":" + offer.at(),
                "offer",
                "%s answers a wish of yours".formatted(offer.by()),
                wish.title() + ": " + offer.text(),
                wish.id(),
                offer.at(),
                "/wishes/" + wish.id()));
      }
    } else if (wish.closedAt().map(at -> at.plus(NEWS_FOR).isAfter(now)).orElse(false)) {
      var status = wish.status().name().toLowerCase(Locale.ROOT);
      items.add(
          InboxItem.news(
              "wished:" + wish.id() + ":" + status,
              "wished",
              "A wish of yours is %s".formatted(status),
              wish.product().isEmpty() ? wish.title() : wish.title() + ": " + wish.product(),
              wish.id(),
              wish.closedAt().orElse(now),
              "/wishes/" + wish.id()));
    }
  }
}
