package dev.weft.server.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.flow.FlowCheck;
import dev.weft.flow.ProcessorTypes;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import java.util.List;
import java.util.Set;

/**
 * What can be said of a flow whose document is wrong elsewhere: types, relationships and settings
 * that nobody knows, as these do not follow from what else is wrong. So its author mends all at
 * once.
 */
record UnsoundFlow(ObjectNode tree) {
  private static final Set<String> NAMES =
      Set.of(
          "unknown-processor-type",
          "unknown-service-type",
          "unknown-relationship",
          "unknown-setting");

  List<Problem> problems(ProcessorTypes types) {
    return FlowCheck.problems(readable(), types, Set.of()).stream()
        .filter(problem -> NAMES.contains(problem.code()))
        .toList();
  }

  /** The flow without whatever has the wrong type; what is left keeps its place. */
  private FlowSpec readable() {
    var flow = Json.object();
    flow.put("name", tree.path("name").asText("")).put("product", tree.path("product").asText(""));
    group(tree, flow);
    components(tree.path("services"), flow.putArray("services"));
    return Json.read(flow, FlowSpec.class);
  }

  private static void group(JsonNode written, ObjectNode group) {
    components(written.path("processors"), group.putArray("processors"));
    var connections = group.putArray("connections");
    list(written, "connections").forEach(one -> connections.add(one.asText("")));
    var groups = group.putArray("groups");
    for (var inner : list(written, "groups")) {
      var copy = groups.addObject().put("name", inner.path("name").asText(""));
      for (var ports : List.of("inputs", "outputs")) {
        var its = copy.putObject(ports);
        inner
            .path(ports)
            .properties()
            .forEach(port -> its.put(port.getKey(), port.getValue().asText("")));
      }
      group(inner, copy);
    }
  }

  private static void components(JsonNode written, ArrayNode all) {
    for (var one : written.isArray() ? written : Json.object()) {
      var copy = all.addObject();
      copy.put("name", one.path("name").asText("")).put("type", one.path("type").asText(""));
      if (one.path("settings") instanceof ObjectNode settings) {
        copy.set("settings", settings);
      }
      var relationships = copy.putObject("relationships");
      one.path("relationships").fieldNames().forEachRemaining(relationships::putObject);
    }
  }

  private static Iterable<JsonNode> list(JsonNode node, String key) {
    return node.path(key).isArray() ? node.path(key) : List.of();
  }
}
