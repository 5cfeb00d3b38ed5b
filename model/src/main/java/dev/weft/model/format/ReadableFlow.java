package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import java.util.List;

/**
 * What can be read of a flow whose document is wrong somewhere: names, types, settings and
 * connections, each in its place. So more can be told of it than what is wrong with its shape.
 */
public final class ReadableFlow {
  private ReadableFlow() {}

  public static FlowSpec of(ObjectNode tree) {
    var flow = Json.object();
    flow.put("name", tree.path("name").asText("")).put("product", tree.path("product").asText(""));
    group(tree, flow);
    components(tree.path("services"), flow.putArray("services"));
    return Json.read(flow, FlowSpec.class);
  }

  private static void group(JsonNode written, ObjectNode group) {
    components(written.path("processors"), group.putArray("processors"));
    var connections = group.putArray("connections");
    list(written.path("connections")).forEach(one -> connections.add(one.asText("")));
    var groups = group.putArray("groups");
    for (var inner : list(written.path("groups"))) {
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
    for (var one : list(written)) {
      var copy = all.addObject();
      copy.put("name", one.path("name").asText("")).put("type", one.path("type").asText(""));
      if (one.path("settings") instanceof ObjectNode settings) {
        copy.set("settings", settings);
      }
      var relationships = copy.putObject("relationships");
      one.path("relationships").fieldNames().forEachRemaining(relationships::putObject);
    }
  }

  private static Iterable<JsonNode> list(JsonNode node) {
    return node.isArray() ? node : List.of();
  }
}
