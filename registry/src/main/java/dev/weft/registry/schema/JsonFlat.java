package dev.weft.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.registry.schema.JsonSchemaDocs.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes schemas apart into those that hold at once: follows references, and allOf. */
final class JsonFlat {
  private final JsonSchemaDocs docs;
  private final boolean promises;
  private final Runnable step;
  private final Map<Place, Map<String, JsonNode>> without = new HashMap<>();

  /** A schema by its place in the text, not by what it says. */
  record Place(Part part) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Place place && isOne(place.part.node(), part.node());
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(part.node());
    }
  }

  /**
   * @param promises whether they say what was written: then less is safer than more
   * @param step is told of each schema, and may throw when there are too many
   */
  JsonFlat(JsonSchemaDocs docs, boolean promises, Runnable step) {
    this.docs = docs;
    this.promises = promises;
    this.step = step;
  }

  /** Whether it is the same place, not just the same text. */
  @SuppressWarnings("ReferenceEquality")
  static boolean isOne(JsonNode one, JsonNode other) {
    return one == other;
  }

  List<Part> of(List<Part> parts) {
    var flat = new ArrayList<Part>();
    var seen = new HashSet<Place>();
    parts.forEach(part -> add(part, flat, seen));
    return flat;
  }

  private void add(Part part, List<Part> flat, Set<Place> seen) {
    if (!seen.add(new Place(part)) && part.node().isObject()) {
      return;
    }
    step.run();
    var refers = part.has("$ref");
    if (!refers || !promises || hasWordsBesideRef(part)) {
      flat.add(refers || part.has("allOf") ? alone(part) : part);
      part.get("allOf").forEach(inner -> add(part.with(inner), flat, seen));
    }
    if (refers) {
      add(docs.follow(part, part.get("$ref").asText()), flat, seen);
    }
  }

  /**
   * What a schema says itself. What is unevaluated by it depends on the others, so that it promises
   * nothing.
   */
  private Part alone(Part part) {
    var alone = part;
    for (var keyword : List.of("$ref", "allOf")) {
      alone = alone.with(without(alone, keyword));
    }
    if (promises) {
      for (var keyword : List.of("unevaluatedProperties", "unevaluatedItems")) {
        alone = alone.with(without(alone, keyword));
      }
    }
    return alone;
  }

  /** The same schema without a keyword; always the same one, so that it is known again. */
  JsonNode without(Part part, String keyword) {
    return without
        .computeIfAbsent(new Place(part), key -> new HashMap<>())
        .computeIfAbsent(keyword, word -> ((ObjectNode) part.node()).deepCopy().without(word));
  }

  /** Before draft 2019-09 what stands beside a reference is ignored. */
  private static boolean hasWordsBesideRef(Part part) {
    var draft = part.doc().root().path("$schema").asText("");
    return draft.contains("2019-09") || draft.contains("2020-12");
  }
}
