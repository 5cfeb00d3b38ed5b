package dev.weft.server.pages;

import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.FlowSpec;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.QuerySpec;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Insiders;
import dev.weft.server.access.Ports;
import dev.weft.server.identity.Caller;
import dev.weft.spi.MeshLog;
import dev.weft.spi.MeshState;
import java.util.List;

/** The pages of data products, for one reader. */
public final class ProductPages {
  private final MeshLog mesh;
  private final PortPages ports;

  public ProductPages(MeshLog mesh, PortPages ports) {
    this.mesh = mesh;
    this.ports = ports;
  }

  /**
   * An input port and the output port that it stands for; {@code port} is empty when there is none.
   */
  public record Input(String name, String contractId, String port) {}

  /** Everything about one product. */
  public record Page(
      String id,
      String name,
      String version,
      String status,
      String domain,
      String domainTitle,
      String purpose,
      String limitations,
      String usage,
      List<String> owners,
      List<String> stewards,
      List<String> tags,
      List<Input> inputPorts,
      List<PortPages.Page> outputPorts,
      List<String> flows,
      List<String> queries) {}

  public Page page(Caller caller, String id) {
    var state = mesh.state();
    var missing =
        Problem.missing(
            "no-such-product",
            "There is no product '" + id + "'.",
            "'weft search WORDS' finds products.");
    var product =
        state
            .find(ResourceKind.DATA_PRODUCT, id, DataProduct.class)
            .orElseThrow(missing::asException);
    new Insiders(state, caller).require(id, missing);
    return new Page(
        id,
        product.name(),
        product.version(),
        product.status(),
        product.domain(),
        state
            .find(ResourceKind.DOMAIN, product.domain(), Domain.class)
            .map(Domain::title)
            .orElse(product.domain()),
        product.description().purpose(),
        product.description().limitations(),
        product.description().usage(),
        product.owners(),
        product.stewards(),
        product.tags(),
        inputs(state, product),
        product.outputPorts().stream()
            .map(port -> ports.page(caller, product.portName(port)))
            .toList(),
        names(
            state.all(ResourceKind.FLOW, FlowSpec.class).stream()
                .filter(flow -> id.equals(flow.product()))
                .map(FlowSpec::name)
                .toList()),
        names(
            state.all(ResourceKind.QUERY, QuerySpec.class).stream()
                .filter(query -> id.equals(query.product()))
                .map(QuerySpec::name)
                .toList()));
  }

  private static List<Input> inputs(MeshState state, DataProduct product) {
    return product.inputPorts().stream()
        .map(
            input ->
                new Input(
                    input.name(),
                    input.contractId(),
                    Ports.ofContract(state, input.contractId()).stream()
                        .findFirst()
                        .map(PortName::topic)
                        .orElse("")))
        .toList();
  }

  private static List<String> names(List<String> names) {
    return names.stream().sorted().toList();
  }
}
