package dev.weft.server.http;

import dev.weft.server.access.TagDecisions;

/** What stewards decide about the tags of fields. */
public final class TagRoutes {
  private final TagDecisions decisions;

  public TagRoutes(TagDecisions decisions) {
    this.decisions = decisions;
  }

  public void addTo(Routes routes) {
    routes.post(
        "/api/v1/ports/{port}/tags",
        "Confirms or rejects a tag on a field, with the reason; by a steward.",
        request ->
            decisions.decide(
                request.caller(), request.port(), request.body(TagDecisions.Wanted.class)));
  }
}
