package dev.weft.tools.nifi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parameters that an imported flow uses, found in the definition's parameter contexts. */
final class ImportedParameters {
  private final JsonNode contexts;
  private final List<Finding> findings;
  private final List<String> bound = new ArrayList<>();
  private final Map<String, ObjectNode> used = new LinkedHashMap<>();

  /** {@code group} is the outermost; the contexts of inner groups are looked at after its own. */
  ImportedParameters(JsonNode file, JsonNode group, List<Finding> findings) {
    this.contexts = file.path("parameterContexts");
    this.findings = findings;
    bind(group);
  }

  private void bind(JsonNode group) {
    inherit(group.path("parameterContextName").asText(""), new HashSet<>());
    group.path("processGroups").forEach(this::bind);
  }

  private void inherit(String context, Set<String> seen) {
    if (!context.isEmpty() && seen.add(context) && !bound.contains(context)) {
      bound.add(context);
      contexts
          .path(context)
          .path("inheritedParameterContexts")
          .forEach(one -> inherit(one.asText(), seen));
    }
  }

  /** The name that a parameter has in the flow, which declares it from now on. */
  String use(String nifiName) {
    var name = Definition.plain(nifiName);
    used.computeIfAbsent(name, key -> declaration(nifiName));
    return name;
  }

  /** A secret that the definition does not hold, as NiFi exports none. */
  String secret(String name) {
    used.computeIfAbsent(name, key -> Json.object().put("sensitive", true));
    return "#{" + name + "}";
  }

  private ObjectNode declaration(String nifiName) {
    for (var context : bound) {
      for (var parameter : contexts.path(context).path("parameters")) {
        if (parameter.path("name").asText().equals(nifiName)) {
          return declaration(parameter);
        }
      }
    }
    findings.add(
        new Finding(
            "parameter " + nifiName,
            "no parameter context of the definition has it.",
            "Give it a default, or set it when the flow is applied."));
    return Json.object();
  }

  private static ObjectNode declaration(JsonNode parameter) {
    var declared = Json.object();
    if (!parameter.path("description").asText("").isEmpty()) {
      declared.put("description", parameter.path("description").asText());
    }
    if (parameter.path("sensitive").asBoolean()) {
      declared.put("sensitive", true);
    } else if (parameter.hasNonNull("value")) {
      declared.put("default", parameter.path("value").asText());
    }
    return declared;
  }

  Map<String, ObjectNode> used() {
    return used;
  }
}
