package dev.weft.standards.dpds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a descriptor says and a product has no place for. It is kept as the custom property {@value
 * #PROPERTY} of the product or of the port, and put back when a descriptor is written again.
 */
final class Remainder {
  static final String PROPERTY = "dpds";

  /** A document of another standard: half of one and half of another are no document. */
  private static final String DEFINITION = "definition";

  private Remainder() {}

  /** Of a product or a port; empty when nothing was left over. */
  static Optional<ObjectNode> of(JsonNode holder) {
    for (var property : holder.path("customProperties")) {
      if (property.path("property").asText().equals(PROPERTY)
          && property.path("value") instanceof ObjectNode kept) {
        return Optional.of(kept);
      }
    }
    return Optional.empty();
  }

  static void keep(ObjectNode holder, ObjectNode rest) {
    if (rest.isEmpty()) {
      return;
    }
    var all =
        holder.get("customProperties") instanceof ArrayNode there
            ? there
            : holder.putArray("customProperties");
    all.addObject().put("property", PROPERTY).set("value", rest);
  }

  /** Takes out what is written anyway: what is left is the remainder. */
  static void subtract(ObjectNode written, JsonNode derived) {
    for (var key : List.copyOf(names(written))) {
      var value = written.get(key);
      if (value.equals(derived.get(key))) {
        written.remove(key);
      } else if (value instanceof ObjectNode below
          && derived.get(key) instanceof ObjectNode other
          && !key.equals(DEFINITION)) {
        subtract(below, other);
        if (below.isEmpty()) {
          written.remove(key);
        }
      } else if (value instanceof ArrayNode list && derived.get(key) instanceof ArrayNode other) {
        without(written, key, list, other);
      }
    }
  }

  private static void without(ObjectNode written, String key, ArrayNode list, ArrayNode derived) {
    var left = list.arrayNode();
    list.valueStream()
        .filter(item -> derived.valueStream().noneMatch(item::equals))
        .forEach(left::add);
    if (left.isEmpty()) {
      written.remove(key);
    } else {
      written.set(key, left);
    }
  }

  private static List<String> names(ObjectNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  /** Puts it back: what an author wrote goes before what Weft would say. */
  static void putBack(ObjectNode derived, JsonNode holder) {
    of(holder).ifPresent(kept -> merge(derived, kept));
  }

  private static void merge(ObjectNode into, ObjectNode kept) {
    kept.properties()
        .forEach(
            entry -> {
              if (into.get(entry.getKey()) instanceof ObjectNode below
                  && entry.getValue() instanceof ObjectNode more
                  && !entry.getKey().equals(DEFINITION)) {
                merge(below, more);
              } else if (into.get(entry.getKey()) instanceof ArrayNode list
                  && entry.getValue() instanceof ArrayNode more) {
                more.forEach(item -> list.add(item.deepCopy()));
              } else {
                into.set(entry.getKey(), entry.getValue().deepCopy());
              }
            });
  }
}
