package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds values by a route such as {@code rules[].principals.groups[]}, in which {@code []} stands
 * for every item. Parts that are missing or of another type are passed over.
 */
final class Walk {
  /** A value and its path. */
  record Step(String path, JsonNode node) {}

  private Walk() {}

  static List<Step> to(JsonNode tree, String route) {
    var steps = List.of(new Step("", tree));
    for (var part : route.split("\\.")) {
      var each = part.endsWith("[]");
      steps = key(steps, each ? part.substring(0, part.length() - 2) : part);
      steps = each ? items(steps) : steps;
    }
    return steps;
  }

  private static List<Step> key(List<Step> steps, String key) {
    return steps.stream()
        .filter(step -> step.node.has(key))
        .map(step -> new Step(Places.key(step.path, key), step.node.get(key)))
        .toList();
  }

  private static List<Step> items(List<Step> steps) {
    var found = new ArrayList<Step>();
    for (var step : steps) {
      for (var i = 0; step.node.isArray() && i < step.node.size(); i++) {
        found.add(new Step(Places.item(step.path, i), step.node.get(i)));
      }
    }
    return found;
  }
}
