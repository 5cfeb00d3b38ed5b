package dev.weft.server.http;

import dev.weft.server.requests.Wishes;
import java.util.List;

/** Data that people want and that no product has yet. */
public final class WishRoutes {
  private final Wishes wishes;

  public WishRoutes(Wishes wishes) {
    this.wishes = wishes;
  }

  /** What somebody would make, or has. */
  record Offer(String product, String text) {
    Offer {
      product = product == null ? "" : product.strip();
      text = text == null ? "" : text.strip();
    }
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/wishes",
        "Wishes for data that no product has: open, mine, or all; most wanted first.",
        List.of("view"),
        request ->
            new Answers.Items<>(
                wishes.list(request.caller(), request.query("view").orElse("open"))));
    routes.get(
        "/api/v1/wishes/{id}",
        "One wish, its votes and offers.",
        request -> {
          request.caller();
          return wishes.get(request.path("id"));
        });
    routes.post(
        "/api/v1/wishes",
        "Wishes for data that no product has.",
        request -> wishes.add(request.caller(), request.body(Wishes.Wanted.class)));
    routes.put(
        "/api/v1/wishes/{id}/vote",
        "Wants it as well.",
        request -> wishes.vote(request.caller(), request.path("id")));
    routes.delete(
        "/api/v1/wishes/{id}/vote",
        "Does not want it any more.",
        request -> wishes.unvote(request.caller(), request.path("id")));
    routes.post(
        "/api/v1/wishes/{id}/offers",
        "Offers a product, or to make one; by who owns or governs some.",
        request -> {
          var offer = request.body(Offer.class);
          return wishes.offer(request.caller(), request.path("id"), offer.product(), offer.text());
        });
    routes.post(
        "/api/v1/wishes/{id}/close",
        "Ends a wish: it is fulfilled by a product, declined, or withdrawn.",
        request ->
            wishes.close(request.caller(), request.path("id"), request.body(Wishes.End.class)));
  }
}
