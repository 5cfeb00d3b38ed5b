package dev.weft.policy.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An object of a request, whose parts may be called by several names. */
record Part(JsonNode node) {

  /** What stands under the first of these names that is there. */
  Part of(String... names) {
    for (var name : names) {
      var found = node.path(name);
      if (!found.isMissingNode() && !found.isNull()) {
        return new Part(found);
      }
    }
    return new Part(MissingNode.getInstance());
  }

  boolean isThere() {
    return !node.isMissingNode();
  }

  Optional<String> text(String... names) {
    var found = of(names).node();
    return found.isValueNode() ? Optional.of(found.asText()) : Optional.empty();
  }

  Optional<Boolean> flag(String... names) {
    return text(names).map(Boolean::parseBoolean);
  }

  /** The texts of a list, or one text alone. */
  Set<String> texts(String... names) {
    var found = of(names).node();
    var all = new LinkedHashSet<String>();
    if (found.isValueNode()) {
      all.add(found.asText());
    }
    found.forEach(one -> all.add(one.asText()));
    return all;
  }

  Map<String, String> textMap() {
    var all = new LinkedHashMap<String, String>();
    node.properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isNull()) {
                all.put(entry.getKey(), plain(entry.getValue()));
              }
            });
    return all;
  }

  /** The values of an object as Java's own: texts, numbers, truths, lists. */
  Map<String, Object> values() {
    var all = new LinkedHashMap<String, Object>();
    node.properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isNull()) {
                all.put(entry.getKey(), value(entry.getValue()));
              }
            });
    return all;
  }

  private static Object value(JsonNode node) {
    if (node.isArray()) {
      var all = new java.util.ArrayList<Object>();
      node.forEach(one -> all.add(value(one)));
      return List.copyOf(all);
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    return node.isNumber() ? (Object) node.doubleValue() : plain(node);
  }

  private static String plain(JsonNode node) {
    return node.isValueNode() ? node.asText() : node.toString();
  }
}
