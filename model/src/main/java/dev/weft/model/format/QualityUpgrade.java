package dev.weft.model.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns a quality rule of edition 3.0 into rules of 3.1, where the library's metrics have names of
 * their own and a rule makes exactly one comparison.
 */
final class QualityUpgrade {
  private static final Map<String, String> METRICS =
      Map.of(
          "nullCheck", "nullValues",
          "nullValues", "nullValues",
          "missingValues", "missingValues",
          "invalidValues", "invalidValues",
          "duplicateCount", "duplicateValues",
          "duplicateValues", "duplicateValues",
          "uniqueCheck", "duplicateValues",
          "rowCount", "rowCount");

  /** One rule, or one for each comparison. */
  List<ObjectNode> upgrade(ObjectNode rule) {
    var type = rule.path("type").asText("library");
    if (rule.has("metric")) {
      // It was a key of the author's own then, and is a word of the standard now.
      CustomProperties.add(rule, "metric", rule.remove("metric"));
    }
    if (type.equals("sql")) {
      return compared(rule).isEmpty() ? List.of(foreign(rule, "sql", "query")) : separated(rule);
    }
    if (!type.equals("library")) {
      return List.of(rule);
    }
    var name = rule.path("rule").asText();
    if (name.equals("validValues") && rule.path("validValues").isArray()) {
      return validValues(rule);
    }
    if (!METRICS.containsKey(name) || compared(rule).isEmpty()) {
      return List.of(foreign(rule, "library", "rule"));
    }
    rule.remove("rule");
    rule.put("metric", METRICS.get(name));
    return separated(rule);
  }

  /** All values must be among these: no value is another. */
  private static List<ObjectNode> validValues(ObjectNode rule) {
    if (!compared(rule).isEmpty()) {
      return List.of(foreign(rule, "library", "rule"));
    }
    rule.remove("rule");
    rule.put("metric", "invalidValues").put("mustBe", 0);
    rule.putObject("arguments").set("validValues", rule.remove("validValues"));
    return List.of(rule);
  }

  /** What 3.1 cannot say is a rule of another engine: kept whole, and evaluated by nobody. */
  private static ObjectNode foreign(ObjectNode rule, String engine, String what) {
    var implementation = Json.object();
    implementation.set(what, rule.remove(what));
    for (var key : List.of("validValues", "engine", "implementation")) {
      if (rule.has(key)) {
        implementation.set(key, rule.remove(key));
      }
    }
    compared(rule).forEach(operator -> implementation.set(operator, rule.remove(operator)));
    rule.put("type", "custom").put("engine", engine);
    rule.set("implementation", implementation);
    return rule;
  }

  private static List<ObjectNode> separated(ObjectNode rule) {
    var operators = compared(rule);
    if (operators.size() == 1) {
      return List.of(rule);
    }
    var rules = new ArrayList<ObjectNode>();
    for (var operator : operators) {
      var one = rule.deepCopy();
      operators.stream().filter(other -> !other.equals(operator)).forEach(one::remove);
      rules.add(one);
    }
    return rules;
  }

  private static List<String> compared(ObjectNode rule) {
    return QualityShape.OPERATORS.stream().filter(rule::has).toList();
  }
}
