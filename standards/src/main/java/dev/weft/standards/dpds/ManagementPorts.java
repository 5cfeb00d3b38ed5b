package dev.weft.standards.dpds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.standards.MeshAddress;
import dev.weft.standards.ProductFacts;
import java.util.List;

/**
 * The discovery, observability and control ports of a product: those that it names as management
 * ports, and for each kind that it names none of, where Weft answers for it.
 */
final class ManagementPorts {
  /** What Weft offers for each kind of port: its list, its name, a sentence, and the address. */
  private record Own(String list, String name, String description, String path) {}

  private static final List<Own> OWN =
      List.of(
          new Own("discoveryPorts", "catalog", "What the product is.", "/dcat/products/%s"),
          new Own(
              "observabilityPorts",
              "page",
              "Who reads it, how much it holds, on which terms.",
              "/api/v1/products/%s"),
          new Own(
              "controlPorts",
              "subscriptions",
              "Where access to its ports is asked for and given.",
              "/api/v1/subscriptions"));

  private final ProductFacts facts;
  private final MeshAddress mesh;
  private final Names names;

  ManagementPorts(ProductFacts facts, MeshAddress mesh, Names names) {
    this.facts = facts;
    this.mesh = mesh;
    this.names = names;
  }

  void addTo(ObjectNode ports) {
    for (var port : facts.document().path("managementPorts")) {
      var content = port.path("content").asText();
      var list = Descriptor.LIST_OF_CONTENT.get(content);
      var component = ports.withArrayProperty(list == null ? "discoveryPorts" : list).addObject();
      entity(component, list == null ? "discoveryPorts" : list, port.path("name").asText());
      if (list == null) {
        component.put("x-content", content);
      }
      described(component, port);
    }
    for (var own : OWN) {
      if (!ports.has(own.list())) {
        offer(ports.putArray(own.list()), own);
      }
    }
  }

  private void described(ObjectNode component, JsonNode port) {
    Descriptor.copy(component, "description", port, "description");
    Descriptor.copyTags(component, port);
    if (port.has("url")) {
      api(component, port.path("name").asText(), port.path("url").asText());
    }
    if (port.has("type")) {
      component.withObjectProperty("promises").set("servicesType", port.get("type"));
    }
    Descriptor.copy(component, "x-channel", port, "channel");
    Remainder.putBack(component, port);
  }

  private void offer(ArrayNode list, Own own) {
    var component = list.addObject();
    entity(component, own.list(), own.name());
    component.put("description", own.description());
    component.putObject("promises").put("platform", "weft").put("servicesType", "rest-services");
    api(component, own.name(), mesh.url() + own.path().formatted(facts.product().id()));
  }

  private void entity(ObjectNode component, String list, String name) {
    var type = list.substring(0, list.length() - "Ports".length()) + "port";
    component.put("fullyQualifiedName", names.of(type + "s", name));
    component.put("entityType", type).put("name", name).put("version", "1.0.0");
  }

  /** An address is all that there is to say of it. */
  private static void api(ObjectNode component, String name, String url) {
    var api = component.withObjectProperty("promises").putObject("api");
    api.put("name", name).put("version", "1.0.0").put("specification", "url");
    api.put("definition", url);
  }
}
