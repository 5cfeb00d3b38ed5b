package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A well-known type of service in short words: a level is {@code name<parent}, with {@code /} or
 * {@code @} after it for paths and URLs, {@code !} if its case matters, {@code =} if it has no
 * wildcards, and {@code .} if a resource may end there; an access is {@code name} or {@code
 * name>implied,implied}.
 */
final class Described {
  private static final String MATCHERS = "org.apache.ranger.plugin.resourcematcher.";
  private static final String EVALUATORS = "org.apache.ranger.plugin.conditionevaluator.";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String type;
  private final JsonNode words;

  Described(String type, JsonNode words) {
    this.type = type;
    this.words = words;
  }

  ObjectNode serviceDef() {
    var def = JSON.objectNode().put("name", type);
    def.set(
        "options", words.path("options").isObject() ? words.path("options") : JSON.objectNode());
    var resources = def.putArray("resources");
    levels("levels").forEach(resources::add);
    var accesses = def.putArray("accessTypes");
    Json.texts(words, "accesses").forEach(access -> accesses.add(access(access)));
    var masked = def.putObject("dataMaskDef").putArray("resources");
    levels("masked").forEach(masked::add);
    var filtered = def.putObject("rowFilterDef").putArray("resources");
    levels("filtered").forEach(filtered::add);
    conditions(def);
    return def;
  }

  private List<ObjectNode> levels(String name) {
    return Json.texts(words, name).stream().map(this::level).toList();
  }

  private ObjectNode level(String text) {
    var end = text.length();
    while (end > 0 && "/@!=.".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    var marks = text.substring(end);
    var parts = text.substring(0, end).split("<");
    var level =
        JSON.objectNode().put("name", parts[0]).put("parent", parts.length > 1 ? parts[1] : "");
    var path = marks.contains("/");
    var matcher = path ? "RangerPath" : marks.contains("@") ? "RangerURL" : "RangerDefault";
    level.put("matcher", MATCHERS + matcher + "ResourceMatcher");
    level.put("recursiveSupported", path || marks.contains("@"));
    if (marks.contains(".")) {
      level.put("isValidLeaf", true);
    }
    var options = level.putObject("matcherOptions");
    options.put("ignoreCase", String.valueOf(!marks.contains("!")));
    options.put("wildCard", String.valueOf(!marks.contains("=")));
    words.path("separator").forEach(one -> options.put("pathSeparatorChar", one.asText()));
    return level;
  }

  private static ObjectNode access(String text) {
    var parts = text.split(">");
    var access = JSON.objectNode().put("name", parts[0]);
    var implied = access.putArray("impliedGrants");
    if (parts.length > 1) {
      for (var one : parts[1].split(",")) {
        implied.add(one);
      }
    }
    return access;
  }

  private void conditions(ObjectNode def) {
    var all = def.putArray("policyConditions");
    all.addObject().put("name", "ip-range").put("evaluator", EVALUATORS + "RangerIpMatcher");
    all.addObject()
        .put("name", "_expression")
        .put("evaluator", EVALUATORS + "RangerScriptConditionEvaluator");
    all.addObject()
        .put("name", "expression")
        .put("evaluator", EVALUATORS + "RangerScriptConditionEvaluator");
    all.addObject()
        .put("name", "accessed-after-expiry")
        .put("evaluator", EVALUATORS + "RangerScriptTemplateConditionEvaluator")
        .putObject("evaluatorOptions")
        .put("scriptTemplate", "ctx.isAccessedAfter('expiry_date');");
  }
}
