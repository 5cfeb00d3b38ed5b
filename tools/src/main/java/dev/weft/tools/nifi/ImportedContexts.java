package dev.weft.tools.nifi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.format.Secrets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameter contexts that a definition's groups are bound to, with all that these inherit, as
 * contexts of Weft. A flow has one context: where groups have several, it is one that inherits
 * them. Secrets have no value, as NiFi exports none.
 */
final class ImportedContexts {
  private final JsonNode written;
  private final String product;
  private final List<Finding> findings;
  private final Map<String, ObjectNode> documents = new LinkedHashMap<>();
  private final List<String> order = new ArrayList<>();
  private final String bound;

  /** {@code flow}: the name of the flow that they are for. */
  ImportedContexts(
      JsonNode file, JsonNode group, String flow, String product, List<Finding> findings) {
    this.written = file.path("parameterContexts");
    this.product = product;
    this.findings = findings;
    var roots = new LinkedHashSet<String>();
    roots(group, roots);
    roots.forEach(root -> take(root, ""));
    this.bound = roots.isEmpty() ? "" : bind(roots, flow);
  }

  private void roots(JsonNode group, Set<String> roots) {
    var name = group.path("parameterContextName").asText("");
    if (written.has(name)) {
      roots.add(name);
    }
    group.path("processGroups").forEach(inner -> roots(inner, roots));
  }

  private void take(String name, String by) {
    if (!written.has(name)) {
      find(by, "it inherits '" + name + "', which the definition does not have.", "");
      return;
    }
    if (order.contains(name)) {
      return;
    }
    order.add(name);
    documents.put(name, document(name, written.path(name)));
    written.path(name).path("inheritedParameterContexts").forEach(one -> take(one.asText(), name));
  }

  private String bind(Set<String> roots, String flow) {
    var first = roots.iterator().next();
    var within = new LinkedHashSet<String>();
    chain(first, within);
    if (within.containsAll(roots)) {
      return Definition.plain(first);
    }
    var both = header(flow + "-parameters");
    roots.forEach(one -> both.withArrayProperty("inherits").add(Definition.plain(one)));
    documents.put("", both);
    find(
        String.join(", ", roots),
        "groups have contexts of their own; a flow has one, which inherits these in their order.",
        "");
    conflicts(roots);
    return both.path("name").asText();
  }

  private void chain(String name, Set<String> within) {
    if (within.add(name)) {
      written.path(name).path("inheritedParameterContexts").forEach(o -> chain(o.asText(), within));
    }
  }

  /** Each group has its own value in NiFi; here the first context's counts for all. */
  private void conflicts(Set<String> roots) {
    var seen = new HashMap<String, JsonNode>();
    for (var root : roots) {
      for (var name : names(root)) {
        var parameter = parameter(root, name).orElseThrow();
        var other = seen.putIfAbsent(name, parameter);
        if (other != null && !other.path("value").equals(parameter.path("value"))) {
          find(
              root,
              "'" + name + "' has another value in another group's context, which counts here.",
              "Call one of them otherwise.");
        }
      }
    }
  }

  private Set<String> names(String root) {
    var within = new LinkedHashSet<String>();
    chain(root, within);
    var names = new LinkedHashSet<String>();
    within.forEach(
        one ->
            written.path(one).path("parameters").forEach(p -> names.add(p.path("name").asText())));
    return names;
  }

  private Optional<JsonNode> parameter(String root, String name) {
    var within = new LinkedHashSet<String>();
    chain(root, within);
    for (var context : within) {
      for (var parameter : written.path(context).path("parameters")) {
        if (parameter.path("name").asText().equals(name)) {
          return Optional.of(parameter);
        }
      }
    }
    return Optional.empty();
  }

  private ObjectNode document(String name, JsonNode context) {
    var document = header(Definition.plain(name));
    if (!context.path("description").asText("").isEmpty()) {
      document.put("description", context.path("description").asText());
    }
    context
        .path("inheritedParameterContexts")
        .forEach(
            one -> {
              if (written.has(one.asText())) {
                document.withArrayProperty("inherits").add(Definition.plain(one.asText()));
              }
            });
    var parameters = Json.object();
    for (var one : context.path("parameters")) {
      var its = parameter(name, one);
      if (parameters.has(Definition.plain(one.path("name").asText()))) {
        find(name, "two parameters would be called '" + its.getKey() + "' here.", "Rename one.");
      }
      parameters.set(its.getKey(), its.getValue());
    }
    if (!parameters.isEmpty()) {
      document.set("parameters", parameters);
    }
    if (!context.path("parameterProvider").asText("").isEmpty()) {
      find(
          name,
          "a parameter provider of NiFi fills it.",
          "'providers' can read files and variables of the server: docs/flows.md.");
    }
    return document;
  }

  private Map.Entry<String, ObjectNode> parameter(String context, JsonNode parameter) {
    var title = parameter.path("name").asText();
    var name = Definition.plain(title);
    var declared = Json.object();
    if (!parameter.path("description").asText("").isEmpty()) {
      declared.put("description", parameter.path("description").asText());
    }
    var value = parameter.path("value").asText("");
    var secret = Secrets.namesSecret(name) || Secrets.holdsSecret(value);
    if (parameter.path("sensitive").asBoolean() || (secret && !value.isEmpty())) {
      declared.put("sensitive", true);
      find(
          context + ", " + title,
          "it is secret, so its value is in no file.",
          "Give it when the context is applied: --set-secret " + name + "=@FILE.");
    } else if (parameter.hasNonNull("value")) {
      declared.put("value", value);
    }
    if (!parameter.path("referencedAssets").isEmpty()) {
      find(context + ", " + title, "it names assets of NiFi.", "Put the files on the server.");
    }
    return Map.entry(name, declared);
  }

  private ObjectNode header(String name) {
    return Json.object()
        .put("apiVersion", "weft.dev/v1")
        .put("kind", "ParameterContext")
        .put("name", name)
        .put("product", product);
  }

  private void find(String context, String what, String hint) {
    findings.add(new Finding("parameter context " + context, what, hint));
  }

  /** The one that the flow is bound to; empty when its groups have none. */
  Optional<String> bound() {
    return Optional.of(bound).filter(name -> !name.isEmpty());
  }

  /** Whether one of them has the parameter, by the name that it has here. */
  boolean declare(String parameter) {
    return documents.values().stream().anyMatch(one -> one.path("parameters").has(parameter));
  }

  List<ObjectNode> documents() {
    return List.copyOf(documents.values());
  }
}
