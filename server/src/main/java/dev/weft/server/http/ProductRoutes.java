package dev.weft.server.http;

import dev.weft.model.DataProduct;
import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.policy.PolicyEngine;
import dev.weft.server.identity.Caller;
import dev.weft.server.identity.Rights;
import dev.weft.server.pages.DomainMap;
import dev.weft.server.pages.PortPages;
import dev.weft.server.pages.ProductList;
import dev.weft.server.pages.ProductPages;
import dev.weft.server.pages.TracePages;
import dev.weft.spi.AccessContext;
import dev.weft.spi.MeshLog;
import java.math.BigInteger;
import java.time.Clock;
import java.util.List;

/** Understanding: products, where a record came from, and why somebody sees what they see. */
public final class ProductRoutes {
  private static final String NEWEST = "newest";
  private static final int LIST = 1_000;
  private static final int LIST_MAX = 10_000;
  private static final int FROM_MAX = 1_000_000;

  private final MeshLog mesh;
  private final ProductPages products;
  private final PortPages ports;
  private final TracePages traces;
  private final PolicyEngine policy;
  private final Clock clock;

  public ProductRoutes(
      MeshLog mesh,
      ProductPages products,
      PortPages ports,
      TracePages traces,
      PolicyEngine policy,
      Clock clock) {
    this.mesh = mesh;
    this.products = products;
    this.ports = ports;
    this.traces = traces;
    this.policy = policy;
    this.clock = clock;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/products",
        "Data products: with some words, of a domain, of an owner or steward; total says how many there are.",
        List.of("q", "domain", "person", "order", "from", "limit"),
        this::list);
    routes.get(
        "/api/v1/domain-map",
        "The domains, how many products each has, and which uses what of which.",
        request -> new DomainMap(mesh).drawn(request.caller()));
    routes.get(
        "/api/v1/products/{id}",
        "A product's page.",
        request -> products.page(request.caller(), request.path("id")));
    routes.get(
        "/api/v1/trace/{port}/{partition}/{offset}",
        "Where a record came from, what was made from it, and who has read it.",
        List.of("made", "readers"),
        this::trace);
    routes.get(
        "/api/v1/explain",
        "What a principal sees of a port, and why.",
        List.of("principal", "port", "field", "purpose", "ip", "at"),
        this::explain);
  }

  private Object list(Request request) {
    var order = request.query("order").orElse("id");
    if (!order.equals("id") && !order.equals(NEWEST)) {
      throw Problem.input(
              "bad-order",
              Place.field("order"),
              "'" + order + "' is not an order of products.",
              "Leave it out, or write " + NEWEST + ".")
          .asException();
    }
    return new ProductList(mesh)
        .some(
            request.caller(),
            new ProductList.Wanted(
                request.query("q").orElse(""),
                request.query("domain").orElse(""),
                request.query("person").orElse(""),
                order.equals(NEWEST),
                request.number("from", 0, FROM_MAX),
                request.number("limit", LIST, LIST_MAX)));
  }

  private Object trace(Request request) {
    var port = request.port();
    // Positions and keys of the source are data too: who may not read the port does not see them.
    var access = ports.page(request.caller(), port).access();
    var caller = request.caller();
    caller.require(
        access.allowed() || caller.isAuditor() || ownsOrTends(caller, port.product()),
        "not-authorized",
        "You may not trace records of " + port + ": " + access.reason(),
        "Ask for it: weft subscribe " + port + " --purpose TEXT.");
    return traces.page(
        port,
        number(request, "partition", Integer.MAX_VALUE).intValue(),
        number(request, "offset", Long.MAX_VALUE),
        new TracePages.Wanted(request.flag("made"), request.flag("readers")));
  }

  private Object explain(Request request) {
    var caller = request.caller();
    var principal = request.query("principal").map(PrincipalId::parse).orElse(caller.id());
    var port =
        Request.port(
            request
                .query("port")
                .orElseThrow(
                    () ->
                        Problem.input(
                                "no-port",
                                Place.field("port"),
                                "Which port?",
                                "Add port=product.port.")
                            .asException()));
    caller.require(
        principal.equals(caller.id())
            || caller.isAuditor()
            || new Rights(mesh.state()).answersFor(caller, port.product()),
        "not-yours",
        "What others see is for owners, stewards, governing bodies and auditors.",
        "Leave the principal out to ask for yourself.");
    var context =
        new AccessContext(request.query("ip").orElse(""), request.query("purpose").orElse(""));
    return policy.explain(
        principal,
        port,
        request.query("field"),
        context,
        request.time("at").orElseGet(clock::instant));
  }

  private boolean ownsOrTends(Caller caller, String product) {
    var rights = new Rights(mesh.state());
    return mesh.state()
        .find(ResourceKind.DATA_PRODUCT, product, DataProduct.class)
        .filter(one -> rights.owns(caller, one) || rights.tends(caller, one))
        .isPresent();
  }

  private static Long number(Request request, String name, long max) {
    var text = request.path(name);
    if (!text.matches("\\d{1,19}")
        || new BigInteger(text).bitLength() > 63
        || Long.parseLong(text) > max) {
      throw Problem.input(
              "bad-number",
              Place.field(name),
              "'" + text + "' is not a " + name + ".",
              "Give a number from 0.")
          .asException();
    }
    return Long.parseLong(text);
  }
}
