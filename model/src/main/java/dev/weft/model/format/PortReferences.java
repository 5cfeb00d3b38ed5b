package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Nearest;
import dev.weft.model.PortName;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks what documents say of ports: that they exist, and who may fill them. */
final class PortReferences {
  private static final String PUBLISHER = "PublishPort";

  private final Known known;
  private final Problems problems;

  PortReferences(Known known, Problems problems) {
    this.known = known;
    this.problems = problems;
  }

  void check(Checked checked) {
    switch (checked.key().kind()) {
      case FLOW -> checkFlow(checked);
      case QUERY -> filledByItsProduct(checked, "into", checked.tree().path("into"));
      case POLICY -> checkPolicy(checked);
      case DATA_PRODUCT -> checkContracts(checked);
      default -> {}
    }
  }

  private void checkFlow(Checked flow) {
    for (var step : Walk.to(flow.tree(), "processors[]")) {
      if (step.node().path("type").asText().equals(PUBLISHER)) {
        var path = Places.key(Places.key(step.path(), "settings"), "port");
        filledByItsProduct(flow, path, step.node().path("settings").path("port"));
      }
    }
  }

  /** A port is filled only by flows and queries of the product that owns it. */
  private void filledByItsProduct(Checked checked, String path, JsonNode written) {
    if (!written.isTextual() || written.textValue().contains("#{")) {
      return;
    }
    var at = new At(checked.document(), path, problems);
    var name = PortName.parse(written.textValue());
    var product = checked.tree().path("product").asText();
    if (name.isEmpty()) {
      badPortOfFlow(checked, written, at);
    } else if (!name.get().product().equals(product)) {
      at.value(
          "not-its-port",
          "'" + name.get() + "' belongs to another product than '" + product + "'.",
          "Only the product that owns a port fills it.");
    } else {
      exists(name.get(), at);
    }
  }

  /** A query's shape has said so already; a flow's settings have no shape here. */
  private static void badPortOfFlow(Checked checked, JsonNode written, At at) {
    if (checked.key().kind() == ResourceKind.FLOW) {
      Names.port().check(written, at);
    }
  }

  private void checkPolicy(Checked policy) {
    for (var step : steps(policy, "resources.ports[]", "resources.excludes.ports[]")) {
      checkName(policy, step, step.node().asText());
    }
    for (var step : steps(policy, "resources.fields[]", "resources.excludes.fields[]")) {
      var parts = step.node().asText().split("\\.", 3);
      checkName(policy, step, parts.length < 3 ? step.node().asText() : parts[0] + "." + parts[1]);
    }
  }

  private static List<Walk.Step> steps(Checked policy, String... routes) {
    return Stream.of(routes).flatMap(route -> Walk.to(policy.tree(), route).stream()).toList();
  }

  private void checkName(Checked policy, Walk.Step step, String text) {
    var at = new At(policy.document(), step.path(), problems);
    if (!step.node().isTextual() || text.contains("*") || text.contains("{")) {
      return;
    }
    if (step.path().contains("fields") && step.node().asText().split("\\.").length < 3) {
      var message = "'" + Shapes.shortened(text) + "' is not a field's name.";
      at.value("bad-field", message, "Write it as product.port.field.");
    } else {
      PortName.parse(text)
          .ifPresentOrElse(name -> exists(name, at), () -> Names.port().check(step.node(), at));
    }
  }

  private void exists(PortName name, At at) {
    var product = known.document(new ResourceKey(ResourceKind.DATA_PRODUCT, name.product()));
    if (product.isEmpty()) {
      var names = known.names(ResourceKind.DATA_PRODUCT);
      var message = "No product is called '" + name.product() + "'.";
      at.value("product-not-found", message, Nearest.hint(name.product(), names, "products"));
      return;
    }
    var ports = outputPorts(product.get());
    if (!ports.contains(name.port())) {
      var message = "'" + name.product() + "' has no output port '" + name.port() + "'.";
      at.value("port-not-found", message, Nearest.hint(name.port(), ports, "ports"));
    }
  }

  /** One contract, one output port: an input port names only the contract. */
  private void checkContracts(Checked product) {
    for (var step : Walk.to(product.tree(), "outputPorts[]")) {
      var contract = step.node().path("contractId").asText();
      if (!contract.isEmpty()) {
        claimedElsewhere(contract, product, step)
            .ifPresent(
                other ->
                    new At(product.document(), Places.key(step.path(), "contractId"), problems)
                        .value(
                            "contract-taken",
                            "'" + other + "' is already the output port of this contract.",
                            "Give each output port a contract of its own."));
      }
    }
  }

  /** The first that says so; of the product itself only what stands before this one. */
  private Optional<String> claimedElsewhere(String contract, Checked product, Walk.Step mine) {
    var isBehind = false;
    for (var claim : claims(contract)) {
      var isOwn = claim.product().equals(product.key().name());
      isBehind |= isOwn && claim.path().equals(mine.path());
      if (!isOwn || !isBehind) {
        return Optional.of(claim.product() + "." + claim.port());
      }
    }
    return Optional.empty();
  }

  /** An output port of a contract, and where it stands in its product. */
  private record Claim(String product, String path, String port) {}

  private List<Claim> claims(String contract) {
    var claims = new ArrayList<Claim>();
    for (var product : known.productsWith(contract)) {
      known
          .document(new ResourceKey(ResourceKind.DATA_PRODUCT, product))
          .ifPresent(tree -> claims.addAll(claims(contract, product, tree)));
    }
    return claims;
  }

  private static List<Claim> claims(String contract, String product, ObjectNode tree) {
    return Walk.to(tree, "outputPorts[]").stream()
        .filter(step -> step.node().path("contractId").asText().equals(contract))
        .map(step -> new Claim(product, step.path(), step.node().path("name").asText()))
        .toList();
  }

  private static List<String> outputPorts(ObjectNode product) {
    return Walk.to(product, "outputPorts[].name").stream()
        .map(step -> step.node().asText())
        .toList();
  }
}
