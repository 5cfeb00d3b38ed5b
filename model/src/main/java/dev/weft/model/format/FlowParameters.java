package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Checks {@code #{parameter}} in a flow's settings, and that no secret stands there in clear. */
final class FlowParameters {
  private static final Pattern REFERENCE = Pattern.compile("#\\{([^}]*)}");

  private final JsonNode declared;
  private final ObjectNode flow;
  private final At at;

  FlowParameters(ObjectNode flow, At at) {
    this.flow = flow;
    this.at = at;
    this.declared = flow.path("parameters");
  }

  void check() {
    var processors = flow.path("processors");
    for (var i = 0; i < processors.size(); i++) {
      var settings = processors.get(i).path("settings");
      check(settings, "", at.key("processors").item(i).key("settings"));
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
      if (!declared.has(name)) {
        here.value(
            "parameter-not-found",
            "The flow declares no parameter '" + Shapes.shortened(name) + "'.",
            Nearest.hint(name, names(), "parameters"));
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
      if (declared.has(name) && !declared.path(name).path("sensitive").asBoolean()) {
        here.value(
            "parameter-not-sensitive",
            here.name() + " is filled from '" + name + "', which everybody could read.",
            "Declare the parameter with 'sensitive: true'.");
      }
    }
  }

  private List<String> names() {
    var names = new ArrayList<String>();
    declared.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> references(String text) {
    return REFERENCE.matcher(text).results().map(match -> match.group(1)).toList();
  }
}
