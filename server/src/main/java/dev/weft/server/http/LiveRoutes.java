package dev.weft.server.http;

import dev.weft.server.pages.LivePages;

/** How ports are right now. */
public final class LiveRoutes {
  private final LivePages pages;

  public LiveRoutes(LivePages pages) {
    this.pages = pages;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/ports/{port}/live",
        "How much it holds, when something came last, how far each consumer group is behind, and"
            + " which promises it breaks.",
        request -> pages.page(request.caller(), request.port()));
  }
}
