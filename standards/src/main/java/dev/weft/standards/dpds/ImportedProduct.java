package dev.weft.standards.dpds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.DataProduct;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.format.Editions;
import dev.weft.standards.MeshAddress;
import dev.weft.standards.PortFacts;
import dev.weft.standards.ProductFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a descriptor without references. What it cannot turn it finds by writing the descriptor of
 * what it has made: whatever the original says besides is the remainder, and is kept.
 */
final class ImportedProduct {
  /** Nobody sees it: what names an address is of no use for the comparison. */
  private static final MeshAddress NOWHERE = new MeshAddress("http://weft", "weft:9092", false, "");

  private final ObjectNode descriptor;
  private final ObjectNode product = Json.object();
  private final List<ObjectNode> contracts = new ArrayList<>();
  private final List<PortFacts> ports = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  /** The input ports that say which contract they take, as they are written. */
  private final List<JsonNode> inputs = new ArrayList<>();

  /**
   * @param descriptor that has what is required
   */
  ImportedProduct(ObjectNode descriptor) {
    this.descriptor = descriptor;
  }

  DescriptorImport turned() {
    head();
    inputPorts();
    outputPorts();
    managementPorts();
    support();
    keepTheRest();
    return new DescriptorImport(product, List.copyOf(contracts), List.copyOf(findings));
  }

  private void head() {
    var info = descriptor.path("info");
    product.put("apiVersion", "v1.0.0").put("kind", "DataProduct");
    product.put("id", fit(info.path("name").asText(), "info.name"));
    copyText(product, "name", info.path("displayName"));
    product.put("version", info.path("version").asText()).put("status", "draft");
    findings.add(
        new Finding("status", "a descriptor has none; it is 'draft' here.", "Say how it is."));
    product.put("domain", info.path("domain").asText());
    if (DescriptorImport.hasText(info.path("description"))) {
      product.putObject("description").set("purpose", info.get("description"));
    }
    copyTags(product, descriptor);
    externalDocs(product, descriptor);
    var owner = product.putObject("team").putArray("members").addObject();
    owner.put("username", info.path("owner").path("id").asText()).put("role", "owner");
    copyText(owner, "name", info.path("owner").path("name"));
    findings.add(
        new Finding(
            "info.owner",
            "'" + owner.path("username").asText() + "' has to be a user of the mesh.",
            "Name the user who owns it, if that is another name."));
  }

  private void inputPorts() {
    for (var input : list("inputPorts")) {
      var name = input.path("name").asText();
      var contract = input.path(Descriptor.CONTRACT_ID);
      if (DescriptorImport.hasText(contract)) {
        inputs.add(input);
        product
            .withArrayProperty("inputPorts")
            .addObject()
            .put("name", name)
            .put("version", input.path("version").asText())
            .set("contractId", contract);
      } else {
        findings.add(
            new Finding(
                "inputPorts." + name,
                "it does not say which output port of the mesh it takes, so it is only kept.",
                "Add an input port with the contractId of that port."));
      }
    }
  }

  private void outputPorts() {
    var all = product.putArray("outputPorts");
    for (var component : list("outputPorts")) {
      var port = all.addObject();
      var written = component.path("name").asText();
      port.put("name", fit(written, "outputPorts." + written));
      port.put("version", component.path("version").asText());
      copyText(port, "description", component.path("description"));
      copyTags(port, component);
      externalDocs(port, component);
      var contract = new ImportedContract(product, port, component, findings).write();
      port.set("contractId", contract.path("id"));
      contracts.add(contract);
      ports.add(
          new PortFacts(
              new PortName(product.path("id").asText(), port.path("name").asText()),
              Json.read(port, DataProduct.OutputPort.class),
              Optional.of(Editions.newest(contract)),
              0,
              Optional.empty()));
    }
  }

  private void managementPorts() {
    Descriptor.LIST_OF_CONTENT.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            kind -> {
              for (var component : list(kind.getValue())) {
                var content = component.path("x-content").asText(kind.getKey());
                managementPort(component, content);
              }
            });
  }

  private void managementPort(JsonNode component, String content) {
    var port = product.withArrayProperty("managementPorts").addObject();
    port.set("name", component.get("name"));
    port.put("content", content);
    copyText(port, "description", component.path("description"));
    copyTags(port, component);
    var api = component.path("promises").path("api");
    if (api.path("specification").asText().equals("url")) {
      copyText(port, "url", api.path("definition"));
    }
    copyText(port, "type", component.path("promises").path("servicesType"));
    copyText(port, "channel", component.path("x-channel"));
  }

  private void support() {
    for (var contact : descriptor.path("info").path("contactPoints")) {
      if (!DescriptorImport.hasText(contact.path("address"))) {
        continue;
      }
      var channel = product.withArrayProperty("support").addObject();
      channel.put("channel", contact.path("name").asText(contact.path("channel").asText()));
      channel.set("url", contact.get("address"));
      copyText(channel, "description", contact.path("description"));
      copyText(channel, "tool", contact.path("channel"));
    }
  }

  private void keepTheRest() {
    var named = descriptor.path("info").path("fullyQualifiedName");
    if (named.isTextual()) {
      // The names of the parts begin with it: with it at hand they need not be kept.
      var info = Json.object();
      info.putObject("info").set("fullyQualifiedName", named);
      Remainder.keep(product, info);
    }
    var facts =
        new ProductFacts(product, Optional.empty(), "", ports, List.of(), List.of(), List.of());
    var derived = Descriptor.of(facts, NOWHERE);
    product.remove("customProperties");
    var rest = new Leftovers(findings);
    rest.each(
        inputs,
        derived.at("/interfaceComponents/inputPorts"),
        product.path("inputPorts"),
        "inputPorts");
    rest.each(
        list("outputPorts"),
        derived.at("/interfaceComponents/outputPorts"),
        product.path("outputPorts"),
        "outputPorts");
    managementRest(rest, derived);
    rest.each(
        contacts(),
        derived.at("/info/contactPoints"),
        product.path("support"),
        "info.contactPoints");
    rest.whole(descriptor, derived, product, named, unturned());
  }

  private void managementRest(Leftovers rest, JsonNode derived) {
    var written = new ArrayList<JsonNode>();
    var again = new ArrayList<JsonNode>();
    Descriptor.LIST_OF_CONTENT.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .filter(list -> !list(list).isEmpty())
        .forEach(
            list -> {
              list(list).forEach(written::add);
              derived.path("interfaceComponents").path(list).forEach(again::add);
            });
    rest.each(
        written,
        Json.MAPPER.valueToTree(again),
        product.path("managementPorts"),
        "managementPorts");
  }

  private List<JsonNode> contacts() {
    return descriptor
        .path("info")
        .path("contactPoints")
        .valueStream()
        .filter(contact -> DescriptorImport.hasText(contact.path("address")))
        .toList();
  }

  private List<JsonNode> unturned() {
    return list("inputPorts").stream()
        .filter(input -> !DescriptorImport.hasText(input.path(Descriptor.CONTRACT_ID)))
        .toList();
  }

  private List<JsonNode> list(String ports) {
    return descriptor.path("interfaceComponents").path(ports).valueStream().toList();
  }

  /** Names become topics. */
  private String fit(String name, String place) {
    var fit = name.replaceAll("[^A-Za-z0-9_-]", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    var length = Math.min(fit.length(), 100);
    if (!fit.equals(name)) {
      findings.add(
          new Finding(
              place, "'" + name + "' cannot be part of a topic's name.", "It is '" + fit + "'."));
    }
    return fit.isEmpty() ? "unnamed" : fit.substring(0, length);
  }

  static void copyText(ObjectNode to, String key, JsonNode value) {
    if (DescriptorImport.hasText(value)) {
      to.set(key, value);
    }
  }

  private static void copyTags(ObjectNode to, JsonNode from) {
    var tags = from.path("tags");
    if (tags.isArray() && !tags.isEmpty() && tags.valueStream().allMatch(JsonNode::isTextual)) {
      to.set("tags", tags);
    }
  }

  private static void externalDocs(ObjectNode to, JsonNode from) {
    var docs = from.path("externalDocs");
    if (DescriptorImport.hasText(docs.path("$href"))) {
      var definition = to.putArray("authoritativeDefinitions").addObject();
      definition.put("type", "externalDocs").set("url", docs.get("$href"));
      copyText(definition, "description", docs.path("description"));
    }
  }
}
