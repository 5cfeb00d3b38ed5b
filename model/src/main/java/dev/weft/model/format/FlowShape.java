package dev.weft.model.format;

import static dev.weft.model.format.Shapes.any;
import static dev.weft.model.format.Shapes.between;
import static dev.weft.model.format.Shapes.count;
import static dev.weft.model.format.Shapes.duration;
import static dev.weft.model.format.Shapes.flag;
import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.mapOf;
import static dev.weft.model.format.Shapes.matching;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.someOf;
import static dev.weft.model.format.Shapes.text;
import static dev.weft.model.format.Shapes.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.Nearest;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code kind: Flow}. What a processor's settings may hold is known by its type, not here. */
final class FlowShape {
  private static final int GROUPS_DEPTH_MAX = 8;
  private static final int CONCURRENT_TASKS_MAX = 64;
  private static final int RETRIES_MAX = 1_000;
  private static final int LAYOUT_MAX = 100_000;

  private FlowShape() {}

  static ObjectShape shape() {
    return object("a flow")
        .required("apiVersion", text())
        .required("kind", oneOf("Flow"))
        .required("name", Names.name())
        .required("product", text())
        .optional("description", text())
        .optional("parameterContext", words())
        .optional("environment", Names.name())
        .optional("parameters", parameters())
        .required("processors", someOf("processor", listOf(processor())))
        .optional("connections", listOf(FlowShape::connection))
        .optional("queues", listOf(queue()))
        .optional("services", listOf(service()))
        .optional("groups", listOf(group(GROUPS_DEPTH_MAX)))
        .optional("layout", mapOf(place()))
        .rule(FlowShape::namesDiffer)
        .rule(FlowShape::connectionsMeetProcessors)
        .rule(FlowShape::layoutMeetsProcessors)
        .rule(FlowShape::queuesMeetConnections)
        .rule(FlowShape::parametersAreDeclared);
  }

  /** What a context declares is only known where all documents are. */
  private static void parametersAreDeclared(ObjectNode flow, At at) {
    if (!flow.path("parameterContext").isTextual()) {
      new FlowParameters(flow, at, Map.of()).check();
    }
  }

  private static Shape processor() {
    return object("a processor")
        .required("name", Names.name())
        .required("type", text())
        .optional("schedule", schedule())
        .optional("settings", mapOf(any()))
        .optional("concurrentTasks", between(1, CONCURRENT_TASKS_MAX))
        .optional("penalty", duration())
        .optional("yield", duration())
        .optional("relationships", mapOf(relationship()));
  }

  private static Shape relationship() {
    return object("a relationship")
        .optional("autoTerminate", flag())
        .optional("retry", between(0, RETRIES_MAX))
        .optional("backoff", oneOf("penalize", "yield"))
        .optional("maxBackoff", duration())
        .rule(
            (relationship, at) -> {
              if (!relationship.has("retry")) {
                for (var key : List.of("backoff", "maxBackoff")) {
                  if (relationship.has(key)) {
                    at.key(key)
                        .key(
                            "backoff-without-retry",
                            "Nothing is tried again here, so nothing waits.",
                            "Say how often: retry: 3.");
                  }
                }
              }
            });
  }

  private static Shape group(int depth) {
    var group =
        object("a group")
            .required("name", Names.name())
            .optional("description", text())
            .required("processors", listOf(processor()))
            .optional("connections", listOf(FlowShape::connection))
            .optional("queues", listOf(queue()))
            .optional("inputs", mapOf(text()))
            .optional("outputs", mapOf(text()))
            .rule(FlowShape::namesDiffer);
    return depth == 0 ? group : group.optional("groups", listOf(group(depth - 1)));
  }

  private static Shape schedule() {
    return object("a schedule")
        .optional("every", duration())
        .optional("cron", text())
        .optional("timezone", text());
  }

  private static Shape queue() {
    return object("a queue")
        .required("connection", FlowShape::connection)
        .optional("records", count())
        .optional("bytes", count())
        .optional(
            "order",
            matching(
                Pattern.compile("fifo|newest|oldest|attribute:\\S+"),
                "unknown-order",
                "an order",
                "One of: fifo, newest, oldest, attribute:NAME."))
        .optional("expiry", duration());
  }

  private static Shape service() {
    return object("a service")
        .required("name", Names.name())
        .required("type", text())
        .optional("settings", mapOf(any()));
  }

  /** Where a processor or group is drawn, from the corner of what it is in. */
  private static Shape place() {
    return object("a place")
        .required("x", between(-LAYOUT_MAX, LAYOUT_MAX))
        .required("y", between(-LAYOUT_MAX, LAYOUT_MAX));
  }

  private static void layoutMeetsProcessors(ObjectNode flow, At at) {
    if (flow.path("layout").isEmpty()) {
      return;
    }
    var drawn = new LinkedHashSet<String>();
    for (var one : flat(flow).processors()) {
      var name = String.valueOf(one.name());
      for (var end = name.indexOf('/'); end > 0; end = name.indexOf('/', end + 1)) {
        drawn.add(name.substring(0, end));
      }
      drawn.add(name);
    }
    flow.path("layout")
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!drawn.contains(name)) {
                at.key("layout")
                    .key(name)
                    .key(
                        "processor-not-found",
                        "No processor or group of this flow is called '" + name + "'.",
                        Nearest.hint(name, drawn, "processors"));
              }
            });
  }

  private static void queuesMeetConnections(ObjectNode flow, At at) {
    var connections = new HashSet<FlowSpec.Connection>();
    flow.path("connections")
        .forEach(one -> FlowSpec.Connection.parse(one.asText()).ifPresent(connections::add));
    var queues = flow.path("queues");
    for (var i = 0; i < queues.size(); i++) {
      var here = at.key("queues").item(i).key("connection");
      FlowSpec.Connection.parse(queues.get(i).path("connection").asText())
          .filter(queue -> !connections.remove(queue))
          .ifPresent(
              queue ->
                  here.value(
                      "connection-not-found",
                      "There is no such connection, or it has a queue already.",
                      "Write it as under connections, once."));
    }
  }

  private static Shape parameters() {
    return mapOf(
        object("a parameter")
            .optional("description", text())
            .optional("sensitive", flag())
            .optional("default", any())
            .rule(
                (parameter, at) -> {
                  if (parameter.path("sensitive").asBoolean() && parameter.has("default")) {
                    at.key("default")
                        .key(
                            "secret-in-file",
                            "A sensitive parameter has no default: secrets are never in files.",
                            "Give it when the flow is applied: --set-secret NAME=VALUE.");
                  }
                }));
  }

  private static void connection(JsonNode node, At at) {
    if (!node.isTextual()) {
      at.wrongType(node, "text such as 'read.success -> tidy'");
    } else if (FlowSpec.Connection.parse(node.textValue()).isEmpty()) {
      at.value(
          "bad-connection",
          "'" + Shapes.shortened(node.textValue()) + "' is not a connection.",
          "Write it as: processor.relationship -> processor");
    }
  }

  private static void namesDiffer(ObjectNode flow, At at) {
    var seen = new HashSet<String>();
    var processors = flow.path("processors");
    for (var i = 0; i < processors.size(); i++) {
      var name = processors.get(i).path("name").asText();
      if (!name.isEmpty() && !seen.add(name)) {
        at.key("processors")
            .item(i)
            .key("name")
            .value("duplicate-processor", "There is another processor called '" + name + "'.", "");
      }
    }
  }

  /** With groups, what they are laid flat counts; a problem is shown where it can be. */
  private static void connectionsMeetProcessors(ObjectNode flow, At at) {
    var flat = flat(flow);
    var processors = new LinkedHashSet<String>();
    flat.processors().forEach(one -> processors.add(one.name()));
    var seen = new HashSet<FlowSpec.Connection>();
    var written = flow.path("connections").size();
    var connections = flat.connections();
    for (var i = 0; i < connections.size(); i++) {
      var here = i < written ? at.key("connections").item(i) : at.key("groups");
      FlowSpec.Connection.parse(connections.get(i))
          .ifPresent(
              connection -> {
                known(connection.from(), processors, here);
                known(connection.to(), processors, here);
                if (!seen.add(connection)) {
                  here.value("repeated", "This connection is here twice.", "Keep one of them.");
                }
              });
    }
  }

  private static FlowSpec flat(ObjectNode flow) {
    try {
      return Json.read(flow, FlowSpec.class);
    } catch (IllegalArgumentException e) {
      return ReadableFlow.of(flow); // What is not read is found wrong elsewhere.
    }
  }

  private static void known(String processor, Set<String> processors, At at) {
    if (!processors.contains(processor)) {
      at.value(
          "processor-not-found",
          "No processor of this flow is called '" + processor + "'.",
          Nearest.hint(processor, processors, "processors"));
    }
  }
}
