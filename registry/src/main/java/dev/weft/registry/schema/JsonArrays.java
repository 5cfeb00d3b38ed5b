package dev.weft.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weft.model.Json;
import dev.weft.registry.schema.JsonSchemaDocs.Part;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Compares what two JSON Schemas say of arrays. */
final class JsonArrays {
  private static final List<String> ONLY_EQUAL = List.of("contains", "minContains", "maxContains");
  private static final Map<JsonTypes, JsonNode> ONLY = new EnumMap<>(JsonTypes.class);

  static {
    for (var type : JsonTypes.values()) {
      var word = type == JsonTypes.FRACTION ? "number" : type.name().toLowerCase(Locale.ROOT);
      ONLY.put(type, Json.object().put("type", word));
    }
  }

  private final JsonSchemaReading reading;
  private final JsonScalars counts;

  JsonArrays(JsonSchemaReading reading) {
    this.reading = reading;
    this.counts = new JsonScalars(reading);
  }

  /** The schema by which just the values of a type are valid. */
  static JsonNode only(JsonTypes type) {
    return ONLY.get(type);
  }

  /** Objects where the reader asks for more than the writer's schemas promise together. */
  void compare(List<Part> writer, Part reader, String where) {
    items(writer, reader, where);
    counts.atLeast(writer, reader, "minItems", where);
    counts.atMost(writer, reader, "maxItems", where);
    if (reader.get("uniqueItems").asBoolean()
        && writer.stream().noneMatch(part -> part.get("uniqueItems").asBoolean())) {
      reading.objects(where, "'uniqueItems' was added");
    }
    for (var keyword : ONLY_EQUAL) {
      if (reader.has(keyword) && !reading.same(writer, reader, keyword)) {
        reading.objects(where, "'" + keyword + "' was added or changed");
      }
    }
    if (reader.has("unevaluatedItems")
        && !reader.with(reader.get("unevaluatedItems")).isTrue()
        && !reading.same(writer, reader, "unevaluatedItems")) {
      reading.objects(where, "'unevaluatedItems' cannot be compared");
    }
  }

  private void items(List<Part> writer, Part reader, String where) {
    var first = firsts(reader).size();
    for (var part : writer) {
      first = Math.max(first, firsts(part).size());
    }
    for (int i = 0; i < first; i++) {
      item(written(writer, i), read(reader, i), reader, where + "/" + i);
    }
    item(written(writer, first), read(reader, first), reader, where + "/*");
  }

  private void item(List<Part> written, JsonNode read, Part reader, String where) {
    if (!read.isMissingNode()) {
      reading.follows(written, reader.with(read), where);
    }
  }

  private static List<Part> written(List<Part> writer, int index) {
    var said = new ArrayList<Part>();
    for (var part : writer) {
      var item = read(part, index);
      if (!item.isMissingNode()) {
        said.add(part.with(item));
      }
    }
    return said;
  }

  /** What a schema says of the item at this place. */
  private static JsonNode read(Part part, int index) {
    var firsts = firsts(part);
    if (index < firsts.size()) {
      return firsts.get(index);
    }
    if (part.get("items").isArray()) {
      return part.get("additionalItems");
    }
    return part.has("items") ? part.get("items") : MissingNode.getInstance();
  }

  /** The schemas of single places: {@code prefixItems}, before draft 2020-12 {@code items}. */
  private static JsonNode firsts(Part part) {
    return part.get("items").isArray() ? part.get("items") : part.get("prefixItems");
  }
}
