package dev.weft.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.server.business.BusinessEdits;
import dev.weft.server.business.BusinessPages;
import java.util.List;
import java.util.Map;

/** Business metadata: typed attributes that stewards define, and their values. */
public final class BusinessRoutes {
  private static final String PATH = "/api/v1/metadata/{kind}/{name}";

  private final BusinessPages pages;
  private final BusinessEdits edits;

  public BusinessRoutes(BusinessPages pages, BusinessEdits edits) {
    this.pages = pages;
    this.edits = edits;
  }

  /** {@code values} by name, such as {@code risk.criticality}; null takes one back. */
  record Given(String field, Map<String, JsonNode> values) {
    Given {
      field = field == null ? "" : field;
      values = values == null ? Map.of() : values;
    }
  }

  public void addTo(Routes routes) {
    routes.get(
        PATH,
        "The business metadata of a domain, product, port, contract, flow, query or term, or of a"
            + " port's field.",
        List.of("field"),
        request ->
            pages.of(
                request.caller(),
                request.path("kind"),
                request.path("name"),
                request.query("field").orElse("")));
    routes.put(PATH, "Gives values, or takes them back.", this::set);
  }

  private Object set(Request request) {
    var given = request.body(Given.class);
    edits.set(
        request.caller(),
        request.path("kind"),
        request.path("name"),
        given.field(),
        given.values());
    return pages.of(request.caller(), request.path("kind"), request.path("name"), given.field());
  }
}
