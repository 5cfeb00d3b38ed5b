package dev.weft.tools.nifi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters that an imported flow uses: those of its contexts, and those that it declares. */
final class ImportedParameters {
  private final ImportedContexts contexts;
  private final List<Finding> findings;
  private final Map<String, ObjectNode> declared = new LinkedHashMap<>();

  ImportedParameters(ImportedContexts contexts, List<Finding> findings) {
    this.contexts = contexts;
    this.findings = findings;
  }

  /** The name that a parameter has here; the flow declares it when no context does. */
  String use(String nifiName) {
    var name = Definition.plain(nifiName);
    if (!contexts.declare(name) && !declared.containsKey(name)) {
      findings.add(
          new Finding(
              "parameter " + nifiName,
              "no parameter context of the definition has it.",
              "Give it a default, or set it when the flow is applied."));
      declared.put(name, Json.object());
    }
    return name;
  }

  /** A secret that the definition does not hold, as NiFi exports none. */
  String secret(String name) {
    declared.computeIfAbsent(name, key -> Json.object().put("sensitive", true));
    return "#{" + name + "}";
  }

  /** What the flow declares itself. */
  Map<String, ObjectNode> declared() {
    return declared;
  }
}
