package dev.weft.standards.dpds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.standards.Contact;
import dev.weft.standards.FlowFacts;
import dev.weft.standards.MeshAddress;
import dev.weft.standards.PortFacts;
import dev.weft.standards.ProductFacts;
import dev.weft.standards.asyncapi.AsyncApi;
import java.util.List;
import java.util.Map;

/**
 * A product as a descriptor of the Data Product Descriptor Specification 1.0: its interface (input,
 * output, discovery, observability and control ports), its flows as application components, its
 * topics as infrastructure. What was kept of a descriptor that was read is put back.
 */
public final class Descriptor {
  public static final String VERSION = "1.0.0";

  /** Of a port's contract, within its promises: the whole of it, for those who read ODCS. */
  static final String CONTRACT = "x-contract";

  /** Of an input port: which contract it takes. */
  static final String CONTRACT_ID = "x-contract-id";

  static final Map<String, String> LIST_OF_CONTENT =
      Map.of(
          "discoverability", "discoveryPorts",
          "observability", "observabilityPorts",
          "control", "controlPorts");

  private final ProductFacts facts;
  private final MeshAddress mesh;
  private final Names names;

  private Descriptor(ProductFacts facts, MeshAddress mesh) {
    this.facts = facts;
    this.mesh = mesh;
    this.names =
        Names.of(
            facts,
            Remainder.of(facts.document())
                .map(rest -> rest.path("info").path("fullyQualifiedName").asText())
                .orElse(""));
  }

  public static ObjectNode of(ProductFacts facts, MeshAddress mesh) {
    return new Descriptor(facts, mesh).write();
  }

  private ObjectNode write() {
    var document = Json.object().put("dataProductDescriptor", VERSION);
    info(document.putObject("info"));
    var ports = document.putObject("interfaceComponents");
    inputPorts(ports);
    outputPorts(ports.putArray("outputPorts"));
    new ManagementPorts(facts, mesh, names).addTo(ports);
    var inside = document.putObject("internalComponents");
    applications(inside.putArray("applicationComponents"));
    topics(inside.putArray("infrastructuralComponents"));
    copyTags(document, facts.document());
    externalDocs(document, facts.document());
    Remainder.putBack(document, facts.document());
    return document;
  }

  private void info(ObjectNode info) {
    var product = facts.product();
    info.put("fullyQualifiedName", names.product()).put("entityType", "dataproduct");
    info.put("name", product.id()).put("version", facts.version());
    if (facts.document().has("name")) {
      info.put("displayName", product.name());
    }
    if (!facts.description().isEmpty()) {
      info.put("description", facts.description());
    }
    info.put("domain", product.domain());
    var owner = info.putObject("owner");
    owner.put("id", product.owners().stream().findFirst().orElse(product.id()));
    product.team().members().stream()
        .filter(member -> "owner".equalsIgnoreCase(member.role()) && member.name() != null)
        .findFirst()
        .ifPresent(member -> owner.put("name", member.name()));
    var support = facts.document().path("support");
    if (!support.isEmpty()) {
      var contacts = info.putArray("contactPoints");
      support.forEach(channel -> contactPoint(contacts.addObject(), channel));
    }
  }

  private static void contactPoint(ObjectNode contact, JsonNode channel) {
    contact.put("name", channel.path("channel").asText());
    copy(contact, "description", channel, "description");
    copy(contact, "channel", channel, "tool");
    contact.put("address", channel.path("url").asText());
    Remainder.putBack(contact, channel);
  }

  private void inputPorts(ObjectNode ports) {
    var inputs = facts.document().path("inputPorts");
    if (inputs.isEmpty()) {
      return;
    }
    var all = ports.putArray("inputPorts");
    for (var input : inputs) {
      var port = entity(all.addObject(), "inputport", input.path("name").asText(), input);
      port.put(CONTRACT_ID, input.path("contractId").asText());
      Remainder.putBack(port, input);
    }
  }

  private void outputPorts(ArrayNode all) {
    var written = facts.document().path("outputPorts");
    for (var port : facts.ports()) {
      written
          .valueStream()
          .filter(each -> each.path("name").asText().equals(port.name().port()))
          .findFirst()
          .ifPresent(document -> outputPort(all.addObject(), port, document));
    }
  }

  private void outputPort(ObjectNode component, PortFacts port, JsonNode document) {
    entity(component, "outputport", port.name().port(), document);
    copy(component, "description", document, "description");
    copyTags(component, document);
    externalDocs(component, document);
    var promises = component.putObject("promises");
    promises.put("platform", "kafka").put("servicesType", "streaming-services");
    var api = promises.putObject("api");
    api.put("name", port.name().topic()).put("version", version(document));
    api.put("specification", "asyncapi").put("specificationVersion", AsyncApi.VERSION);
    api.set("definition", AsyncApi.of(facts, List.of(port), mesh));
    port.document().ifPresent(contract -> contract(component, promises, contract));
    Remainder.putBack(component, document);
  }

  private static void contract(ObjectNode component, ObjectNode promises, ObjectNode contract) {
    var whole = definition(promises.putObject(CONTRACT), contract, "odcs");
    whole.put("specificationVersion", "3.1.0").set("definition", contract);
    if (contract.has("slaProperties")) {
      var levels = definition(promises.putObject("slo"), contract, "odcs-slaProperties");
      levels.putObject("definition").set("slaProperties", contract.get("slaProperties"));
    }
    var text = contract.path("description");
    if (text.has("usage")) {
      definition(component.withObjectProperty("expectations").putObject("usage"), contract, "text")
          .set("definition", text.get("usage"));
    }
    var obligations = component.putObject("obligations");
    if (text.has("limitations")) {
      definition(obligations.putObject("termsAndConditions"), contract, "text")
          .set("definition", text.get("limitations"));
    }
    if (contract.has("price")) {
      definition(obligations.putObject("billingPolicy"), contract, "odcs-price")
          .set("definition", contract.get("price"));
    }
    if (obligations.isEmpty()) {
      component.remove("obligations");
    }
  }

  private static ObjectNode definition(ObjectNode holder, ObjectNode contract, String of) {
    return holder
        .put("name", contract.path("id").asText())
        .put("version", contract.path("version").asText())
        .put("specification", of);
  }

  private void applications(ArrayNode all) {
    for (var flow : facts.flows()) {
      var component = all.addObject();
      component.put("fullyQualifiedName", names.of("applications", flow.name()));
      component.put("entityType", "application").put("name", flow.name());
      component.put("version", flow.version() + ".0.0");
      if (!flow.description().isEmpty()) {
        component.put("description", flow.description());
      }
      component.put("platform", "weft").put("applicationType", "flow");
      provides(component, flow);
    }
  }

  private void provides(ObjectNode component, FlowFacts flow) {
    if (!flow.publishes().isEmpty()) {
      var ports = component.putArray("providesTo");
      flow.publishes().forEach(port -> ports.add(names.of("outputports", port)));
    }
  }

  private void topics(ArrayNode all) {
    for (var port : facts.ports()) {
      var component = all.addObject();
      component.put("fullyQualifiedName", names.of("infrastructure", port.name().topic()));
      component.put("entityType", "infrastructure").put("name", port.name().topic());
      component.put("version", "1.0.0").put("platform", "kafka").put("infrastructureType", "topic");
      if (port.partitions() > 0) {
        component.put("x-partitions", port.partitions());
      }
    }
  }

  private ObjectNode entity(ObjectNode component, String type, String name, JsonNode document) {
    component.put("fullyQualifiedName", names.of(type + "s", name));
    component.put("entityType", type).put("name", name).put("version", version(document));
    return component;
  }

  private static String version(JsonNode document) {
    var version = document.path("version").asText();
    return version.isBlank() ? "0.0.0" : version;
  }

  static void copyTags(ObjectNode component, JsonNode document) {
    if (!document.path("tags").isEmpty()) {
      component.set("tags", document.get("tags"));
    }
  }

  static void copy(ObjectNode to, String key, JsonNode from, String name) {
    if (from.has(name)) {
      to.set(key, from.get(name));
    }
  }

  private static void externalDocs(ObjectNode component, JsonNode document) {
    for (var definition : document.path("authoritativeDefinitions")) {
      if (Contact.isAddress(definition.path("url").asText()) && !component.has("externalDocs")) {
        var docs = component.putObject("externalDocs");
        copy(docs, "description", definition, "description");
        docs.set("$href", definition.get("url"));
      }
    }
  }
}
