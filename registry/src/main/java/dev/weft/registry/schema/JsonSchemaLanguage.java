package dev.weft.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.List;
import java.util.TreeMap;

/**
 * JSON Schemas of drafts 4 to 2020-12 (json-schema.org), read and compared here. What they refer to
 * is registered with them; nothing is fetched.
 */
final class JsonSchemaLanguage implements SchemaLanguage {
  @Override
  public String canonical(SchemaSource source, boolean normalize) {
    var root = docs(source).root().node();
    return Json.text(normalize ? sorted(root) : root);
  }

  /** The order of an object's members means nothing. */
  private static JsonNode sorted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      var members = new TreeMap<String, JsonNode>();
      object.properties().forEach(each -> members.put(each.getKey(), sorted(each.getValue())));
      var sorted = Json.object();
      members.forEach(sorted::set);
      return sorted;
    }
    if (node instanceof ArrayNode array) {
      var sorted = Json.MAPPER.createArrayNode();
      array.forEach(each -> sorted.add(sorted(each)));
      return sorted;
    }
    return node;
  }

  @Override
  public List<String> whyUnreadable(SchemaSource reader, SchemaSource writer, boolean lenient) {
    return reader.equals(writer)
        ? List.of()
        : JsonSchemaReading.objections(docs(reader), docs(writer), lenient);
  }

  @Override
  public List<SchemaField> fields(SchemaSource source) {
    return JsonSchemaFields.of(docs(source));
  }

  @Override
  public String formatted(SchemaSource source, String format) {
    return source.text();
  }

  private static JsonSchemaDocs docs(SchemaSource source) {
    try {
      var docs = JsonSchemaDocs.of(source);
      JsonSchemaSyntax.check(docs);
      return docs;
    } catch (IllegalArgumentException e) {
      throw Problem.input(
              "bad-schema",
              Place.field("schema"),
              "The schema is no JSON Schema: " + e.getMessage() + ".",
              "json-schema.org says what a schema is; what it refers to goes into 'references'.")
          .asException();
    }
  }
}
