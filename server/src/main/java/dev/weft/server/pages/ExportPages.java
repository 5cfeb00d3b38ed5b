package dev.weft.server.pages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.Resource;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.model.SchemaText;
import dev.weft.model.format.Editions;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import dev.weft.standards.FlowFacts;
import dev.weft.standards.PortFacts;
import dev.weft.standards.ProductFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What exports say of products, for one reader. */
public final class ExportPages {
  private static final int PAGE = 100;

  private final MeshLog mesh;
  private final Extents extents;
  private final ProductVersions versions;
  private final Function<PortName, Optional<SchemaText>> schemas;

  /**
   * @param schemas the newest schema that is registered for the values of a port
   */
  public ExportPages(
      MeshLog mesh,
      Extents extents,
      ProductVersions versions,
      Function<PortName, Optional<SchemaText>> schemas) {
    this.mesh = mesh;
    this.extents = extents;
    this.versions = versions;
    this.schemas = schemas;
  }

  /**
   * Some of the products that a reader may know of.
   *
   * @param pages how many pages there are, at least 1
   * @param total of all products on all pages
   */
  public record Listed(List<ProductFacts> products, int pages, int total) {}

  /** One product, as far as the caller may know it. */
  public ProductFacts product(Caller caller, String id) {
    var state = mesh.state();
    var missing =
        Problem.missing(
            "no-such-product",
            "There is no product '" + id + "'.",
            "'weft search WORDS' finds products.");
    var resource =
        state.get(new ResourceKey(ResourceKind.DATA_PRODUCT, id)).orElseThrow(missing::asException);
    var insiders = new Insiders(state, caller);
    insiders.require(id, missing);
    return facts(
        state,
        insiders,
        resource,
        versions.of(List.of(resource)),
        port -> extents.of(port).partitions());
  }

  /** One contract, in the newest edition. */
  public ObjectNode contract(Caller caller, String id) {
    var state = mesh.state();
    return state
        .get(new ResourceKey(ResourceKind.DATA_CONTRACT, id))
        .filter(new Insiders(state, caller)::sees)
        .map(resource -> Editions.newest(resource.document()))
        .orElseThrow(
            () ->
                Problem.missing(
                        "no-such-contract",
                        "There is no contract '" + id + "'.",
                        "'weft get contract' lists what there is.")
                    .asException());
  }

  /**
   * A page of all products, by name.
   *
   * @param number from 1
   */
  public Listed list(Caller caller, int number) {
    var state = mesh.state();
    var insiders = new Insiders(state, caller);
    var all =
        state.all(ResourceKind.DATA_PRODUCT).stream()
            .filter(resource -> insiders.knowsOf(resource.as(DataProduct.class)))
            .toList();
    var pages = Math.max(1, (all.size() + PAGE - 1) / PAGE);
    if (number < 1 || number > pages) {
      throw Problem.missing(
              "no-such-page", "There is no page " + number + ".", "The last page is " + pages + ".")
          .asException();
    }
    var page = all.subList((number - 1) * PAGE, Math.min(all.size(), number * PAGE));
    var before = versions.of(page.stream().filter(insiders::sees).toList());
    return new Listed(
        page.stream()
            .map(
                resource ->
                    insiders.sees(resource)
                        ? facts(state, insiders, resource, before, port -> 0)
                        : existence(state, resource))
            .toList(),
        pages,
        all.size());
  }

  private ProductFacts facts(
      MeshState state,
      Insiders insiders,
      Resource resource,
      Map<String, List<String>> older,
      ToIntFunction<PortName> partitions) {
    var product = resource.as(DataProduct.class);
    return new ProductFacts(
        Editions.newest(resource.document()),
        Optional.of(resource.changedAt()),
        domainTitle(state, product),
        product.outputPorts().stream().map(port -> port(state, product, port, partitions)).toList(),
        flows(state, product),
        inputs(state, insiders, product),
        older.getOrDefault(product.id(), List.of()));
  }

  /** Of a product that is described to its readers only, what lets others ask for it. */
  private static ProductFacts existence(MeshState state, Resource resource) {
    var product = resource.as(DataProduct.class);
    var known = Json.object();
    for (var key : List.of("apiVersion", "kind", "id", "name", "domain")) {
      if (resource.document().has(key)) {
        known.set(key, resource.document().get(key));
      }
    }
    var members = known.putObject("team").putArray("members");
    product
        .owners()
        .forEach(owner -> members.addObject().put("username", owner).put("role", "owner"));
    return new ProductFacts(
        known,
        Optional.empty(),
        domainTitle(state, product),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private PortFacts port(
      MeshState state,
      DataProduct product,
      DataProduct.OutputPort port,
      ToIntFunction<PortName> partitions) {
    var name = product.portName(port);
    var contract =
        Optional.ofNullable(port.contractId())
            .flatMap(id -> state.get(new ResourceKey(ResourceKind.DATA_CONTRACT, id)))
            .map(resource -> Editions.newest(resource.document()));
    return new PortFacts(name, port, contract, partitions.applyAsInt(name), schemas.apply(name));
  }

  private static List<FlowFacts> flows(MeshState state, DataProduct product) {
    return state.all(ResourceKind.FLOW).stream()
        .filter(flow -> product.id().equals(flow.document().path("product").asText()))
        .map(flow -> flow(flow, product))
        .toList();
  }

  private static FlowFacts flow(Resource resource, DataProduct product) {
    var flow = resource.as(FlowSpec.class);
    var published =
        flow.processors().stream()
            .filter(processor -> processor.type().equals("PublishPort"))
            .flatMap(
                processor -> PortName.parse(processor.settings().path("port").asText()).stream())
            .filter(port -> port.product().equals(product.id()))
            .map(PortName::port)
            .distinct()
            .toList();
    var description = flow.description() == null ? "" : flow.description();
    return new FlowFacts(flow.name(), resource.version(), description, published);
  }

  private static List<String> inputs(MeshState state, Insiders insiders, DataProduct product) {
    return product.inputPorts().stream()
        .flatMap(input -> Ports.ofContract(state, input.contractId()).stream())
        .map(PortName::product)
        .filter(insiders::sees)
        .distinct()
        .toList();
  }

  private static String domainTitle(MeshState state, DataProduct product) {
    return state
        .find(ResourceKind.DOMAIN, product.domain(), Domain.class)
        .map(Domain::title)
        .orElse(product.domain());
  }
}
