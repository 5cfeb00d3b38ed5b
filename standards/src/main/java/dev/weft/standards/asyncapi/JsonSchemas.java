package dev.weft.standards.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Contract;
import dev.weft.model.Json;
import java.util.List;
import java.util.Map;

/**
 * The records that a contract promises, as JSON Schema (draft 07, which AsyncAPI's schemas extend).
 * What JSON Schema has no word for, such as the bounds of dates, is there as {@code x-} key.
 */
public final class JsonSchemas {
  private static final Map<String, String> FORMATS =
      Map.of("i32", "int32", "i64", "int64", "f32", "float", "f64", "double");
  private static final List<String> COUNTS =
      List.of(
          "minLength",
          "maxLength",
          "pattern",
          "minItems",
          "maxItems",
          "uniqueItems",
          "minProperties",
          "maxProperties",
          "multipleOf");
  private static final List<String> BOUNDS =
      List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

  private JsonSchemas() {}

  /** The values of a port with this contract. */
  public static ObjectNode record(Contract contract) {
    var schema = Json.object().put("type", "object");
    if (!contract.schema().isEmpty()) {
      var first = contract.schema().get(0);
      schema.put("title", first.name());
      describe(schema, first.description());
    }
    fields(schema, contract.fields());
    return schema;
  }

  /**
   * Its keys as Weft makes them: of one field the value as text, of several a JSON object of them.
   * Without a primary key there is nothing to say.
   */
  static ObjectNode key(Contract contract, List<String> names) {
    if (names.size() == 1) {
      return Json.object()
          .put("type", "string")
          .put("description", "The value of '" + names.get(0) + "' as text.");
    }
    var keys = contract.fields().stream().filter(field -> names.contains(field.name())).toList();
    var schema = Json.object().put("type", "object");
    fields(schema, keys);
    return schema;
  }

  private static void fields(ObjectNode schema, List<Contract.Field> fields) {
    if (fields.isEmpty()) {
      return;
    }
    var properties = schema.putObject("properties");
    fields.forEach(field -> properties.set(field.name(), field(field)));
    var required = fields.stream().filter(Contract.Field::required).toList();
    if (!required.isEmpty()) {
      var names = schema.putArray("required");
      required.forEach(field -> names.add(field.name()));
    }
  }

  private static ObjectNode field(Contract.Field field) {
    var schema = Json.object();
    type(schema, field);
    if (!field.businessName().isEmpty()) {
      schema.put("title", field.businessName());
    }
    describe(schema, field.description());
    options(schema, field);
    fields(schema, field.properties());
    demanded(schema, field);
    if (field.items() != null) {
      schema.set("items", field(field.items()));
    }
    if (!field.tags().isEmpty()) {
      field.tags().forEach(schema.putArray("x-tags")::add);
    }
    if (!field.classification().isEmpty()) {
      schema.put("x-classification", field.classification());
    }
    return schema;
  }

  /** A field that is not required may be there without a value. */
  private static void type(ObjectNode schema, Contract.Field field) {
    var type =
        switch (field.logicalType()) {
          case "date", "timestamp", "time" -> "string";
          default -> field.logicalType();
        };
    if (field.required()) {
      schema.put("type", type);
    } else {
      schema.putArray("type").add(type).add("null");
    }
  }

  private static void options(ObjectNode schema, Contract.Field field) {
    var options = field.logicalTypeOptions();
    var numeric = field.logicalType().equals("integer") || field.logicalType().equals("number");
    COUNTS.stream().filter(options::containsKey).forEach(it -> schema.set(it, options.get(it)));
    BOUNDS.stream()
        .filter(options::containsKey)
        .forEach(bound -> schema.set(numeric ? bound : "x-" + bound, options.get(bound)));
    format(schema, field, options.get("format"));
    for (var zone : List.of("timezone", "defaultTimezone")) {
      if (options.containsKey(zone)) {
        schema.set("x-" + zone, options.get(zone));
      }
    }
  }

  /** Without a pattern of their own, dates and times are written as ISO 8601 has them. */
  private static void format(ObjectNode schema, Contract.Field field, JsonNode written) {
    switch (field.logicalType()) {
      case "date", "time", "timestamp" -> {
        if (written != null) {
          schema.set("x-format", written);
        } else {
          var iso = field.logicalType().equals("timestamp") ? "date-time" : field.logicalType();
          schema.put("format", iso);
        }
      }
      case "integer", "number" -> {
        if (written != null) {
          var known = FORMATS.get(written.asText());
          schema.put(
              known == null ? "x-format" : "format", known == null ? written.asText() : known);
        }
      }
      default -> {
        if (written != null) {
          schema.put("format", written.asText());
        }
      }
    }
  }

  /** The options of an object may demand fields as well. */
  private static void demanded(ObjectNode schema, Contract.Field field) {
    var wanted = field.logicalTypeOptions().get("required");
    if (wanted != null && wanted.isArray()) {
      var names = schema.withArrayProperty("required");
      wanted.forEach(
          name -> {
            if (names.valueStream().noneMatch(name::equals)) {
              names.add(name);
            }
          });
    }
  }

  private static void describe(ObjectNode schema, String description) {
    if (!description.isEmpty()) {
      schema.put("description", description);
    }
  }
}
