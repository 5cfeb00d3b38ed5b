package dev.weft.server.http;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.server.pages.ExportPages;
import dev.weft.standards.Exported;
import dev.weft.standards.MeshAddress;
import dev.weft.standards.ProductExport;
import dev.weft.standards.Standard;
import dev.weft.standards.dcat.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Products and contracts in open standards, and the mesh as a catalog in DCAT. */
public final class StandardRoutes {
  private static final int PAGES_MAX = 1_000_000;

  private final ExportPages pages;
  private final Supplier<MeshAddress> address;

  /**
   * @param address known when the gateway listens
   */
  public StandardRoutes(ExportPages pages, Supplier<MeshAddress> address) {
    this.pages = pages;
    this.address = address;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/products/{id}/export",
        "A product in an open standard: odps, odcs, asyncapi, dpds or dcat.",
        List.of("as", "format"),
        this::product);
    routes.get(
        "/api/v1/contracts/{id}/export",
        "A contract in the newest edition of the Open Data Contract Standard.",
        List.of("as", "format"),
        this::contract);
    routes.get(
        "/dcat",
        "What the caller may know of, as a catalog in DCAT 3.",
        List.of("page", "format"),
        request -> catalog(request, StandardRoutes::asked));
    routes.get(
        "/dcat.ttl",
        "The same in Turtle.",
        List.of("page"),
        request -> catalog(request, wanted -> form("turtle")));
    routes.get(
        "/dcat.jsonld",
        "The same in JSON-LD.",
        List.of("page"),
        request -> catalog(request, wanted -> form("json")));
    routes.get(
        "/dcat/products/{id}",
        "One product in DCAT 3: where its address in the catalog leads.",
        List.of("format"),
        request ->
            write(
                request,
                ProductExport.write(
                    pages.product(request.caller(), request.path("id")),
                    address.get(),
                    Standard.DCAT,
                    asked(request))));
  }

  private Object product(Request request) {
    var facts = pages.product(request.caller(), request.path("id"));
    var standard = standard(request);
    var form = form(request, standard);
    return write(request, ProductExport.write(facts, address.get(), standard, form));
  }

  private Object contract(Request request) {
    var contract = pages.contract(request.caller(), request.path("id"));
    var named = request.query("as").orElse(Standard.ODCS.word());
    if (!named.equals(Standard.ODCS.word())) {
      throw unknown(named, Standard.ODCS.word());
    }
    return write(request, ProductExport.write(List.of(contract), form(request, Standard.ODCS)));
  }

  /** How a request says in which form it wants the catalog. */
  private interface Choice {
    Standard.Form of(Request request);
  }

  private Object catalog(Request request, Choice choice) {
    var form = choice.of(request);
    var number = request.number("page", 1, PAGES_MAX);
    var listed = pages.list(request.caller(), number);
    links(request, number, listed.pages());
    var page = new Catalog.Page(number, listed.pages(), listed.total());
    return write(
        request, ProductExport.write(Catalog.of(listed.products(), page, address.get()), form));
  }

  /** As RFC 8288 has them, for those who do not read the graph. */
  private static void links(Request request, int number, int of) {
    var links = new ArrayList<String>();
    if (number < of) {
      links.add("<?page=" + (number + 1) + ">; rel=\"next\"");
    }
    if (number > 1) {
      links.add("<?page=" + (number - 1) + ">; rel=\"prev\"");
    }
    if (!links.isEmpty()) {
      request.context().header("Link", String.join(", ", links));
    }
  }

  private static Standard standard(Request request) {
    var named = request.query("as");
    return named
        .flatMap(Standard::parse)
        .orElseThrow(() -> unknown(named.orElse(""), Standard.words()));
  }

  private static RuntimeException unknown(String named, String known) {
    return Problem.input(
            "unknown-standard",
            Place.field("as"),
            named.isEmpty() ? "In which standard?" : "'" + named + "' is no standard for this.",
            "as=" + known + ".")
        .asException();
  }

  private static Standard.Form asked(Request request) {
    return form(request, Standard.DCAT);
  }

  private static Standard.Form form(String syntax) {
    return Standard.DCAT.in(syntax).orElseThrow();
  }

  private static Standard.Form form(Request request, Standard standard) {
    return StandardForm.of(standard, request.query("format"), request.context().header("Accept"));
  }

  private static Object write(Request request, Exported exported) {
    request
        .context()
        .header("Vary", "Accept")
        .contentType(exported.mediaType() + "; charset=utf-8")
        .result(exported.text());
    return Route.Answer.WRITTEN;
  }
}
