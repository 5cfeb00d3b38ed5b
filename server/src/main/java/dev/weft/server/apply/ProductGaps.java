package dev.weft.server.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Contract;
import dev.weft.model.DataProduct;
import dev.weft.model.Domain;
import dev.weft.model.FlowSpec;
import dev.weft.model.PortName;
import dev.weft.model.QuerySpec;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Known;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a product lacks of the four properties that make it a data product: application logic, data
 * and metadata, infrastructure environment, governance model.
 */
public final class ProductGaps {
  /** Where the logic of a product runs that is no flow or query of the mesh, in words. */
  private static final String LOGIC = "weft.logic";

  private static final String ENVIRONMENT = "weft.environment";
  private static final String PUBLISH_PORT = "PublishPort";

  private final DataProduct product;
  private final Known known;
  private final List<FlowSpec> flows;
  private final List<QuerySpec> queries;
  private final List<Gap> gaps = new ArrayList<>();

  private ProductGaps(DataProduct product, ProductParts parts) {
    this.product = product;
    this.known = parts.known();
    flows = parts.all(ResourceKind.FLOW, product.id(), FlowSpec.class);
    queries = parts.all(ResourceKind.QUERY, product.id(), QuerySpec.class);
  }

  /** One of the four. */
  public enum Property {
    LOGIC,
    DATA,
    ENVIRONMENT,
    GOVERNANCE
  }

  /** Something that is missing, and how it comes there. */
  public record Gap(Property property, String sentence, String hint) {}

  /** All of them at once. */
  public static List<Gap> of(DataProduct product, ProductParts parts) {
    var found = new ProductGaps(product, parts);
    found.logic();
    found.data();
    found.environment();
    found.governance();
    return List.copyOf(found.gaps);
  }

  private void logic() {
    if (custom(LOGIC).isPresent()) {
      return;
    }
    var filled = new HashSet<PortName>();
    flows.forEach(flow -> filled.addAll(published(flow)));
    queries.forEach(query -> filled.addAll(query.ports()));
    for (var port : product.outputPorts()) {
      if (!filled.contains(product.portName(port))) {
        gap(
            Property.LOGIC,
            "Nothing fills the port " + product.portName(port) + ".",
            "Add a flow or query of the product; or say where its logic runs, as the custom property "
                + LOGIC
                + ".");
      }
    }
  }

  private static Set<PortName> published(FlowSpec flow) {
    var ports = new HashSet<PortName>();
    flow.processors().stream()
        .filter(processor -> PUBLISH_PORT.equals(processor.type()))
        .map(processor -> processor.settings().path("port").asText())
        .forEach(port -> PortName.parse(port).ifPresent(ports::add));
    return ports;
  }

  private void data() {
    if (product.description().purpose().isBlank()) {
      gap(Property.DATA, "It does not say what it is for.", "Add description.purpose.");
    }
    if (product.version().isBlank()) {
      gap(Property.DATA, "It has no version.", "Add version: 1.0.0.");
    }
    if (product.outputPorts().isEmpty()) {
      gap(Property.DATA, "It gives nothing out.", "Add an output port.");
    }
    for (var port : product.outputPorts()) {
      var contract =
          Optional.ofNullable(port.contractId())
              .flatMap(id -> known.find(ResourceKind.DATA_CONTRACT, id, Contract.class));
      if (contract.filter(found -> !found.fields().isEmpty()).isEmpty()) {
        gap(
            Property.DATA,
            "The port " + product.portName(port) + " has no contract that names its fields.",
            "Add one and name it as the port's contractId.");
      }
    }
  }

  private void environment() {
    var each =
        !(flows.isEmpty() && queries.isEmpty())
            && flows.stream().noneMatch(flow -> blank(flow.environment()))
            && queries.stream().noneMatch(query -> blank(query.environment()));
    if (!each && custom(ENVIRONMENT).isEmpty()) {
      gap(
          Property.ENVIRONMENT,
          "It does not say where it runs.",
          "Name the environment, as the custom property "
              + ENVIRONMENT
              + " or in each of its flows and queries.");
    }
  }

  private void governance() {
    var governance =
        known
            .find(ResourceKind.DOMAIN, product.domain(), Domain.class)
            .map(Domain::governance)
            .orElse(new Domain("", "", "", null).governance());
    if (governance.body().isEmpty()) {
      gap(
          Property.GOVERNANCE,
          "It is in no domain with a governing body.",
          "Name its domain, and in the domain governance.body.");
    }
    if (product.owners().isEmpty()) {
      gap(Property.GOVERNANCE, "Nobody owns it.", "Add a member with role: owner to its team.");
    }
    if (product.stewards().isEmpty() && governance.stewards().isEmpty()) {
      gap(
          Property.GOVERNANCE,
          "Nobody is its steward.",
          "Add a member with role: steward to its team, or governance.stewards to its domain.");
    }
  }

  private Optional<String> custom(String property) {
    return product.customProperties().stream()
        .filter(each -> property.equals(each.property()) && each.value() != null)
        .map(DataProduct.CustomProperty::value)
        .map(JsonNode::asText)
        .filter(text -> !text.isBlank())
        .findFirst();
  }

  private static boolean blank(String text) {
    return text == null || text.isBlank();
  }

  private void gap(Property property, String sentence, String hint) {
    gaps.add(new Gap(property, sentence, hint));
  }
}
