package dev.weft.tools.nifi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One flow definition, turned.
 *
 * @param flow as a document of Weft
 * @param findings what a person has to look at
 */
record FlowImport(ObjectNode flow, List<Finding> findings) {

  static FlowImport of(
      JsonNode file, ProcessorTypes types, Optional<String> name, Optional<String> product) {
    var findings = new ArrayList<Finding>();
    var definition = new Definition(file);
    var group = definition.root();
    var title = Definition.plain(group.path("name").asText("flow"));
    var parameters = new ImportedParameters(file, group, findings);
    var mapper = new ProcessorMapper(types, definition, parameters, findings);
    var mapped = new LinkedHashMap<String, ObjectNode>();
    definition.processors().forEach(node -> mapped.put(node.id(), mapper.map(node)));
    ports(definition, product.orElse(title), mapped, findings);
    var connections = connections(definition, mapper, mapped, findings);

    var flow = Json.object().put("apiVersion", "weft.dev/v1").put("kind", "Flow");
    flow.put("name", name.orElse(title)).put("product", product.orElse(title));
    if (!group.path("comments").asText("").isEmpty()) {
      flow.put("description", group.path("comments").asText());
    }
    if (!parameters.used().isEmpty()) {
      parameters.used().forEach(flow.putObject("parameters")::set);
    }
    mapped.values().forEach(flow.putArray("processors")::add);
    connections.forEach(flow.putArray("connections")::add);
    return new FlowImport(flow, findings);
  }

  /** What leaves the outermost group is published; what enters it cannot be known. */
  private static void ports(
      Definition definition,
      String product,
      Map<String, ObjectNode> mapped,
      List<Finding> findings) {
    for (var port : definition.root().path("outputPorts")) {
      var name = Definition.plain(port.path("name").asText());
      var processor = Json.object().put("name", "publish-" + name).put("type", "PublishPort");
      processor.putObject("settings").put("port", product + "." + name);
      mapped.put(port.path("identifier").asText(), processor);
      findings.add(
          new Finding(
              "output port " + port.path("name").asText(),
              "it publishes to " + product + "." + name + ".",
              "The product needs this port, with a contract."));
    }
    for (var port : definition.root().path("inputPorts")) {
      findings.add(
          new Finding(
              "input port " + port.path("name").asText(),
              "where its FlowFiles come from is not in the definition.",
              "Begin with a ConsumePort or another source, and connect it."));
    }
    definition
        .root()
        .path("remoteProcessGroups")
        .forEach(
            one ->
                findings.add(
                    new Finding(
                        "remote process group " + one.path("name").asText(""),
                        "Weft has no site-to-site.",
                        "A port of the mesh takes its place.")));
  }

  private static List<String> connections(
      Definition definition,
      ProcessorMapper mapper,
      Map<String, ObjectNode> mapped,
      List<Finding> findings) {
    var lines = new LinkedHashSet<String>();
    for (var way : definition.ways()) {
      var from = mapped.get(way.from().id());
      var relationship = mapper.relationship(way.from(), way.relationship(), from);
      if (relationship.isEmpty()) {
        findings.add(
            new Finding(
                way.from().place() + ", relationship " + way.relationship(),
                from.path("type").asText() + " has no such relationship.",
                "The connection is left out."));
        continue;
      }
      lines.add(
          from.path("name").asText()
              + "."
              + relationship.get()
              + " -> "
              + mapped.get(way.toId()).path("name").asText());
      queue(way, findings);
    }
    return List.copyOf(lines);
  }

  /** What of a connection is not its ends. */
  private static void queue(Definition.Way way, List<Finding> findings) {
    var place = way.from().place() + ", connection " + way.relationship();
    var json = way.connection();
    var expiration = json.path("flowFileExpiration").asText("0 sec");
    if (!expiration.startsWith("0")) {
      findings.add(new Finding(place, "FlowFiles expire after " + expiration + ".", ""));
    }
    if (!json.path("prioritizers").isEmpty()) {
      findings.add(new Finding(place, "it has prioritizers: " + json.path("prioritizers"), ""));
    }
    var objects = json.path("backPressureObjectThreshold").asLong(10_000);
    if (objects != 10_000) {
      findings.add(new Finding(place, "senders wait at " + objects + " FlowFiles.", ""));
    }
    if (!json.path("loadBalanceStrategy").asText("DO_NOT_LOAD_BALANCE").startsWith("DO_NOT")) {
      findings.add(new Finding(place, "it balances load between nodes.", ""));
    }
  }
}
