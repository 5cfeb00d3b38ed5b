package dev.weft.tools.nifi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
 * @param contexts the parameter contexts that it takes values from, as documents
 * @param findings what a person has to look at
 */
record FlowImport(ObjectNode flow, List<ObjectNode> contexts, List<Finding> findings) {

  static FlowImport of(
      JsonNode file, ProcessorTypes types, Optional<String> name, Optional<String> product) {
    var findings = new ArrayList<Finding>();
    var definition = new Definition(file);
    var group = definition.root();
    var title = Definition.plain(group.path("name").asText("flow"));
    var contexts =
        new ImportedContexts(file, group, name.orElse(title), product.orElse(title), findings);
    var parameters = new ImportedParameters(contexts, findings);
    var services = new ServiceMapper(definition, parameters, findings);
    var mapper = new ProcessorMapper(types, definition, parameters, services, findings);
    var mapped = new LinkedHashMap<String, ObjectNode>();
    definition.processors().forEach(node -> mapped.put(node.id(), mapper.map(node)));
    ports(definition, product.orElse(title), mapped, findings);
    var queues = Json.object().putArray("queues");
    var connections = connections(definition, mapper, mapped, queues, findings);

    var flow = Json.object().put("apiVersion", "weft.dev/v1").put("kind", "Flow");
    flow.put("name", name.orElse(title)).put("product", product.orElse(title));
    if (!group.path("comments").asText("").isEmpty()) {
      flow.put("description", group.path("comments").asText());
    }
    contexts.bound().ifPresent(context -> flow.put("parameterContext", context));
    if (!parameters.declared().isEmpty()) {
      parameters.declared().forEach(flow.putObject("parameters")::set);
    }
    var its = services.used();
    if (!its.isEmpty()) {
      its.forEach(flow.putArray("services")::add);
    }
    mapped.values().forEach(flow.putArray("processors")::add);
    connections.forEach(flow.putArray("connections")::add);
    if (!queues.isEmpty()) {
      flow.set("queues", queues);
    }
    return new FlowImport(flow, contexts.documents(), findings);
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
      ArrayNode queues,
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
      var line =
          from.path("name").asText()
              + "."
              + relationship.get()
              + " -> "
              + mapped.get(way.toId()).path("name").asText();
      if (lines.add(line)) {
        connected(from, relationship.get());
        ImportedRunning.queue(way, line, Json.object(), findings).ifPresent(queues::add);
      }
    }
    return List.copyOf(lines);
  }

  /** Several relationships of NiFi may be one here: if one of them leads on, none ends. */
  private static void connected(ObjectNode processor, String relationship) {
    if (processor.path("relationships").path(relationship) instanceof ObjectNode its) {
      its.remove("autoTerminate");
      var all = (ObjectNode) processor.get("relationships");
      if (its.isEmpty()) {
        all.remove(relationship);
      }
      if (all.isEmpty()) {
        processor.remove("relationships");
      }
    }
  }
}
