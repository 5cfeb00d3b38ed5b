package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.FlowSpec;
import dev.weft.model.Nearest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Checks {@code #{parameter}} in a flow's settings, and that no secret stands there in clear. */
final class FlowParameters {
  private static final Pattern REFERENCE = Pattern.compile("(#?)#\\{([^}]*)}");

  private final Map<String, Boolean> sensitive = new TreeMap<>();
  private final ObjectNode flow;
  private final At at;

  /** {@code fromContext}: what the flow's parameter context declares. */
  FlowParameters(ObjectNode flow, At at, Map<String, FlowSpec.Parameter> fromContext) {
    this.flow = flow;
    this.at = at;
    fromContext.forEach((name, parameter) -> sensitive.put(name, parameter.sensitive()));
    flow.path("parameters")
        .properties()
        .forEach(
            entry ->
                sensitive.merge(
                    entry.getKey(),
                    entry.getValue().path("sensitive").asBoolean(),
                    Boolean::logicalOr));
  }

  void check() {
    checkSettings(flow.path("services"), at.key("services"));
    checkGroup(flow, at);
  }

  private void checkGroup(JsonNode group, At here) {
    checkSettings(group.path("processors"), here.key("processors"));
    var inner = group.path("groups");
    for (var i = 0; i < inner.size(); i++) {
      checkGroup(inner.get(i), here.key("groups").item(i));
    }
  }

  private void checkSettings(JsonNode components, At here) {
    for (var i = 0; i < components.size(); i++) {
      check(components.get(i).path("settings"), "", here.item(i).key("settings"));
    }
  }

  private void check(JsonNode node, String key, At here) {
    if (node.isObject()) {
      node.properties()
          .forEach(entry -> check(entry.getValue(), entry.getKey(), here.key(entry.getKey())));
    } else if (node.isArray()) {
      for (var i = 0; i < node.size(); i++) {
        check(node.get(i), key, here.item(i));
      }
    } else if (node.isTextual()) {
      checkText(node.textValue(), key, here);
    }
  }

  private void checkText(String text, String key, At here) {
    var used = references(text);
    for (var name : used) {
      if (!sensitive.containsKey(name)) {
        here.value(
            "parameter-not-found",
            (flow.has("parameterContext")
                    ? "Neither the flow nor its context declares a parameter '"
                    : "The flow declares no parameter '")
                + Shapes.shortened(name)
                + "'.",
            Nearest.hint(name, sensitive.keySet(), "parameters"));
      }
    }
    if (Secrets.namesSecret(key)) {
      checkSecret(text, used, here);
    } else if (Secrets.holdsSecret(text)) {
      here.value(
          "secret-in-file",
          "The text of " + here.name() + " holds a password.",
          "Take it out and use a setting for it, filled from a sensitive parameter.");
    }
  }

  private void checkSecret(String text, List<String> used, At here) {
    if (used.isEmpty() && !text.isEmpty()) {
      here.value(
          "secret-in-file",
          here.name() + " holds a secret, and secrets are never in files.",
          "Declare a parameter with 'sensitive: true' and write \"#{parameter}\" here.");
    }
    for (var name : used) {
      if (!sensitive.getOrDefault(name, true)) {
        here.value(
            "parameter-not-sensitive",
            here.name() + " is filled from '" + name + "', which everybody could read.",
            "Declare the parameter with 'sensitive: true'.");
      }
    }
  }

  private static List<String> references(String text) {
    return REFERENCE
        .matcher(text)
        .results()
        .filter(match -> match.group(1).isEmpty())
        .map(match -> match.group(2))
        .toList();
  }
}
