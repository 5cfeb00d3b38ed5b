package dev.weft.server.business;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.BusinessMetadata;
import dev.weft.model.BusinessMetadata.Name;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import java.util.Collection;
import java.util.Optional;

/** The sets of attributes that there are, or would be. */
record Sets(Source source, Collection<String> names) {
  /** Finds a resource as its noun. */
  interface Source {
    <T> Optional<T> find(ResourceKind kind, String name, Class<T> noun);
  }

  Optional<BusinessMetadata> find(String set) {
    return names.contains(set)
        ? source.find(ResourceKind.BUSINESS_METADATA, set, BusinessMetadata.class)
        : Optional.empty();
  }

  /** What is wrong with giving this value to a thing of this kind, in a sentence. */
  Optional<Problem> problem(String key, String kind, JsonNode value, Place place) {
    var name = Name.parse(key);
    var set = name.flatMap(it -> find(it.set()));
    if (set.isEmpty()) {
      return Optional.of(
          Problem.input(
              "no-such-set",
              place,
              "'" + key + "' is of no set of business metadata.",
              names.isEmpty()
                  ? "A steward defines one: kind: BusinessMetadata."
                  : Nearest.hint(name.map(Name::set).orElse(key), names, "sets")));
    }
    return problem(set.get(), name.get(), kind, value, place);
  }

  private static Optional<Problem> problem(
      BusinessMetadata set, Name name, String kind, JsonNode value, Place place) {
    var attribute = set.attribute(name.attribute());
    if (attribute.isEmpty()) {
      var all = set.attributes().stream().map(BusinessMetadata.Attribute::name).toList();
      return Optional.of(
          Problem.input(
              "no-such-attribute",
              place,
              "'" + set.name() + "' has no attribute '" + name.attribute() + "'.",
              Nearest.hint(name.attribute(), all, "attributes")));
    }
    if (!set.appliesTo(kind)) {
      return Optional.of(
          Problem.input(
              "not-for-this",
              place,
              "'" + set.name() + "' is not for things of the kind " + kind + ".",
              "It is for: " + String.join(", ", set.appliesTo()) + "."));
    }
    return attribute
        .get()
        .wrong(value)
        .map(
            rule ->
                Problem.input(
                    "bad-value",
                    place,
                    "'" + name + "' " + rule + ".",
                    attribute.get().description()));
  }
}
