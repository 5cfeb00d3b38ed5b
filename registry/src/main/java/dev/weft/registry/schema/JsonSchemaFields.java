package dev.weft.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.registry.schema.JsonSchemaDocs.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The properties that a JSON Schema names as contracts see them. */
final class JsonSchemaFields {
  private static final int FIELDS_MAX = 5_000;
  private static final int DEPTH_MAX = 20;
  private static final String TAGS = "confluent:tags";

  private final JsonSchemaDocs docs;
  private final Map<String, SchemaField> found = new LinkedHashMap<>();

  private JsonSchemaFields(JsonSchemaDocs docs) {
    this.docs = docs;
  }

  static List<SchemaField> of(JsonSchemaDocs docs) {
    var fields = new JsonSchemaFields(docs);
    fields.collect(docs.root(), "", 0);
    return List.copyOf(fields.found.values());
  }

  private void collect(Part part, String prefix, int depth) {
    if (depth > DEPTH_MAX || found.size() >= FIELDS_MAX) {
      return;
    }
    if (part.has("$ref")) {
      collect(docs.follow(part, part.get("$ref").asText()), prefix, depth + 1);
    }
    for (var keyword : List.of("allOf", "anyOf", "oneOf", "prefixItems")) {
      part.get(keyword).forEach(inner -> collect(part.with(inner), prefix, depth + 1));
    }
    if (part.has("items") && !part.get("items").isArray()) {
      collect(part.with(part.get("items")), prefix, depth + 1);
    }
    for (var property : part.get("properties").properties()) {
      if (found.size() < FIELDS_MAX) {
        var path = prefix + property.getKey();
        var inner = part.with(property.getValue());
        found.merge(
            path,
            new SchemaField(path, kinds(inner, 0), tags(inner.get(TAGS))),
            JsonSchemaFields::both);
        collect(inner, path + ".", depth + 1);
      }
    }
  }

  /** One that is named in several places: where one of them says nothing, it can be anything. */
  private static SchemaField both(SchemaField one, SchemaField other) {
    Set<String> kinds = new HashSet<>(one.kinds());
    kinds.addAll(other.kinds());
    var any = one.kinds().isEmpty() || other.kinds().isEmpty();
    var tags = new ArrayList<>(one.tags());
    tags.addAll(other.tags());
    return new SchemaField(one.path(), any ? Set.of() : kinds, tags);
  }

  private static List<String> tags(JsonNode said) {
    var tags = new ArrayList<String>();
    said.forEach(tag -> tags.add(tag.asText()));
    return tags;
  }

  private Set<String> kinds(Part part, int depth) {
    if (part.has("$ref") && depth < DEPTH_MAX) {
      return kinds(docs.follow(part, part.get("$ref").asText()), depth + 1);
    }
    Set<String> kinds = new HashSet<>();
    for (var type : JsonTypes.of(part)) {
      switch (type) {
        case STRING -> kinds.addAll(Set.of("string", "date", "timestamp", "time"));
        case INTEGER -> kinds.addAll(Set.of("integer", "number"));
        case FRACTION -> kinds.add("number");
        case BOOLEAN -> kinds.add("boolean");
        case OBJECT -> kinds.add("object");
        case ARRAY -> kinds.add("array");
        case NULL -> {
          // Any field may be null.
        }
      }
    }
    return JsonTypes.of(part).size() == JsonTypes.values().length ? Set.of() : kinds;
  }
}
