package dev.weft.registry.schema;

import dev.weft.registry.schema.JsonSchemaDocs.Part;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether no value can be valid by both of two JSON Schemas, as far as is easily seen. */
final class JsonApart {
  private static final int DEPTH_MAX = 5;

  private final JsonFlat ones;
  private final JsonFlat others;

  JsonApart(JsonFlat ones, JsonFlat others) {
    this.ones = ones;
    this.others = others;
  }

  /** Whether types, values or a property that is always there keep them apart. */
  boolean isApart(List<Part> one, List<Part> other) {
    return isApart(one, other, 0);
  }

  private boolean isApart(List<Part> unfolded, List<Part> otherUnfolded, int depth) {
    var one = ones.of(unfolded);
    var other = others.of(otherUnfolded);
    Set<JsonTypes> common = EnumSet.allOf(JsonTypes.class);
    common.retainAll(JsonTypes.of(one));
    common.retainAll(JsonTypes.of(other));
    if (common.isEmpty()) {
      return true;
    }
    var values = JsonTypes.values(one);
    var otherValues = JsonTypes.values(other);
    if (values.isPresent() && otherValues.isPresent()) {
      return Collections.disjoint(values.get(), otherValues.get());
    }
    return depth < DEPTH_MAX
        && common.equals(EnumSet.of(JsonTypes.OBJECT))
        && hasPropertyApart(one, other, depth);
  }

  private boolean hasPropertyApart(List<Part> one, List<Part> other, int depth) {
    var there = JsonProperties.required(one);
    there.addAll(JsonProperties.required(other));
    return there.stream()
        .anyMatch(
            name ->
                isApart(JsonProperties.of(one, name), JsonProperties.of(other, name), depth + 1));
  }
}
