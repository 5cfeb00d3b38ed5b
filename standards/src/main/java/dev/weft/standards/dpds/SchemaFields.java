package dev.weft.standards.dpds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fields of a contract from the API definition of an output port: a JSON Schema, or the columns
 * of a table. Takes the first record or table that it finds; empty when it finds none.
 */
final class SchemaFields {
  private static final List<String> NUMBERS =
      List.of(
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties");

  /** References within a definition are followed this often: they may lead in circles. */
  private static final int STEPS_MAX = 16;

  /** A few definitions that refer to each other may stand for more fields than there are. */
  private static final int FIELDS_MAX = 20_000;

  private final JsonNode definition;
  private int count;

  private SchemaFields(JsonNode definition) {
    this.definition = definition;
  }

  /** As {@code properties} of a contract's schema object. */
  static Optional<ArrayNode> of(JsonNode definition) {
    var reader = new SchemaFields(definition);
    return Stream.of(
            definition.path("components").path("messages").valueStream(),
            definition.path("channels").valueStream().flatMap(SchemaFields::messages),
            Stream.of(
                definition.path("schema"),
                definition.path("schema").path("tables").path(0),
                definition.path("schema").path("tables").path(0).path("definition"),
                definition))
        .flatMap(each -> each)
        .map(reader::fields)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Of AsyncAPI 3, and of 2. */
  private static Stream<JsonNode> messages(JsonNode channel) {
    return Stream.concat(
        channel.path("messages").valueStream(),
        Stream.of(
            channel.path("publish").path("message"), channel.path("subscribe").path("message")));
  }

  private Optional<ArrayNode> fields(JsonNode holder) {
    var schema = target(holder);
    for (var within : List.of("payload", "schema")) {
      schema = schema.has(within) ? target(schema.path(within)) : schema;
    }
    if (schema.path("properties").isObject()) {
      return Optional.of(properties(schema, 1));
    } else if (schema.path("columns").isArray()) {
      return Optional.of(columns(schema.path("columns")));
    }
    return Optional.empty();
  }

  private ArrayNode properties(JsonNode schema, int depth) {
    var fields = Json.MAPPER.createArrayNode();
    var required = schema.path("required");
    schema
        .path("properties")
        .properties()
        .forEach(
            entry -> {
              var field = fields.addObject().put("name", entry.getKey());
              field(field, target(entry.getValue()), depth);
              var wanted =
                  required.valueStream().anyMatch(name -> name.asText().equals(entry.getKey()));
              if (wanted || entry.getValue().path("isNullable").equals(Json.parse("false"))) {
                field.put("required", true);
              }
            });
    return fields;
  }

  private void field(ObjectNode field, JsonNode schema, int depth) {
    if (++count > FIELDS_MAX) {
      throw Problem.input(
              "too-large",
              Place.field("promises.api.definition"),
              "With its references followed the schema has more than " + FIELDS_MAX + " fields.",
              "Write the fields into a contract by hand.")
          .asException();
    }
    var type = type(schema);
    field.put("logicalType", type);
    text(field, "description", schema.path("description"));
    text(field, "businessName", schema.path("title"));
    text(field, "physicalType", schema.path("physicalType"));
    text(field, "classification", schema.path("x-classification"));
    if (schema.path("x-tags").isArray()) {
      field.set("tags", schema.get("x-tags"));
    }
    options(field, schema, type);
    if (depth < STEPS_MAX && type.equals("object") && schema.path("properties").isObject()) {
      field.set("properties", properties(schema, depth + 1));
    } else if (depth < STEPS_MAX && type.equals("array") && schema.path("items").isObject()) {
      field(field.putObject("items"), target(schema.path("items")), depth + 1);
    }
  }

  private static String type(JsonNode schema) {
    var written = schema.path("type");
    var word =
        written.isArray()
            ? written
                .valueStream()
                .map(JsonNode::asText)
                .filter(each -> !each.equals("null"))
                .findFirst()
                .orElse("string")
            : written.asText("string");
    return switch (word) {
      case "integer", "number", "boolean", "object", "array" -> word;
      default ->
          switch (schema.path("format").asText()) {
            case "date-time" -> "timestamp";
            case "date", "time" -> schema.path("format").asText();
            default -> "string";
          };
    };
  }

  private static void options(ObjectNode field, JsonNode schema, String type) {
    var options = Json.object();
    NUMBERS.stream()
        .filter(key -> schema.path(key).isNumber() && fits(key, type))
        .forEach(key -> options.set(key, schema.get(key)));
    if (type.equals("string")) {
      text(options, "pattern", schema.path("pattern"));
      text(options, "format", schema.path("format"));
    }
    if (!options.isEmpty()) {
      field.set("logicalTypeOptions", options);
    }
  }

  private static boolean fits(String key, String type) {
    return switch (type) {
      case "string" -> key.endsWith("Length");
      case "array" -> key.endsWith("Items");
      case "object" -> key.endsWith("Properties");
      case "integer", "number" -> key.endsWith("imum") || key.equals("multipleOf");
      default -> false;
    };
  }

  private static ArrayNode columns(JsonNode columns) {
    var fields = Json.MAPPER.createArrayNode();
    for (var column : columns) {
      if (column.path("name").isTextual()) {
        var field = fields.addObject().put("name", column.path("name").asText());
        field.put("logicalType", type(column));
        text(field, "description", column.path("description"));
        text(field, "physicalType", column.path("physicalType"));
      }
    }
    return fields;
  }

  private static void text(ObjectNode to, String key, JsonNode value) {
    if (value.isTextual()) {
      to.set(key, value);
    }
  }

  /** What a reference within the definition leads to; the node itself where it is none. */
  private JsonNode target(JsonNode node) {
    var found = node;
    for (var step = 0; step < STEPS_MAX; step++) {
      var reference = found.path("$ref").asText();
      if (!reference.startsWith("#/")) {
        return found;
      }
      found = definition.at(reference.substring(1));
    }
    return Json.MAPPER.missingNode();
  }
}
