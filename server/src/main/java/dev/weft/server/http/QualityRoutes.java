package dev.weft.server.http;

import dev.weft.server.quality.QualityPages;

/** How the promises of contracts stand. */
public final class QualityRoutes {
  private final QualityPages pages;

  public QualityRoutes(QualityPages pages) {
    this.pages = pages;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/ports/{port}/quality",
        "What its contract promises, what of it is kept, and what came of late.",
        request -> pages.page(request.caller(), request.port()));
    routes.get(
        "/api/v1/quality",
        "The ports that break promises now.",
        request -> new Answers.Items<>(pages.broken(request.caller())));
  }
}
