package dev.weft.server.http;

import dev.weft.server.glossary.GlossaryPages;
import dev.weft.server.glossary.TermAssignments;
import java.util.List;

/** The glossary: terms, what they are assigned to, and assigning them. */
public final class GlossaryRoutes {
  private final GlossaryPages pages;
  private final TermAssignments assignments;

  public GlossaryRoutes(GlossaryPages pages, TermAssignments assignments) {
    this.pages = pages;
    this.assignments = assignments;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/terms",
        "The glossary's terms.",
        List.of("q", "domain", "category"),
        request ->
            new Answers.Items<>(
                pages.list(
                    request.caller(),
                    request.query("q"),
                    request.query("domain"),
                    request.query("category"))));
    routes.get(
        "/api/v1/terms/{name}",
        "A term, its relations, and what it is assigned to.",
        request -> pages.page(request.caller(), request.path("name")));
    routes.post(
        "/api/v1/terms/{name}/assignments",
        "Assigns the term to a product, port or field, or rejects it there.",
        request ->
            assignments.assign(
                request.caller(),
                request.path("name"),
                request.body(TermAssignments.Wanted.class)));
    routes.delete(
        "/api/v1/terms/{name}/assignments",
        "Takes an assignment back; query: asset, field.",
        request -> {
          assignments.remove(
              request.caller(),
              request.path("name"),
              request.query("asset").orElse(""),
              request.query("field").orElse(""));
          return Route.Answer.NONE;
        });
    routes.get(
        "/api/v1/ports/{port}/terms",
        "What a port and its fields mean, and which terms are suggested for them.",
        request -> pages.ofPort(request.caller(), request.port()));
  }
}
