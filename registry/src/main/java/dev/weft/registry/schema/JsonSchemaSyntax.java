package dev.weft.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.registry.schema.JsonSchemaDocs.Part;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Holds a JSON Schema to its language: the keywords of drafts 4, 6, 7, 2019-09 and 2020-12 have
 * values of their kinds, and what it refers to is there. Keywords that it does not know are left to
 * others, as the language says.
 *
 * <p>Throws {@link IllegalArgumentException} with a sentence for people.
 */
final class JsonSchemaSyntax {
  private static final int SCHEMAS_MAX = 10_000;
  private static final int PATTERN_MAX = 2_000;
  private static final int SCALE_MAX = 400;
  private static final String NUMBER = "a number that is not too large";
  private static final Set<String> DRAFTS =
      Set.of(
          "json-schema.org/schema",
          "json-schema.org/draft-04/schema",
          "json-schema.org/draft-06/schema",
          "json-schema.org/draft-07/schema",
          "json-schema.org/draft/2019-09/schema",
          "json-schema.org/draft/2020-12/schema");
  private static final Set<String> TYPES =
      Set.of("null", "boolean", "object", "array", "number", "string", "integer");
  private static final Set<String> SCHEMAS =
      Set.of(
          "additionalProperties",
          "additionalItems",
          "contains",
          "propertyNames",
          "not",
          "if",
          "then",
          "else",
          "unevaluatedProperties",
          "unevaluatedItems");
  private static final Set<String> MAPS =
      Set.of("properties", "patternProperties", "definitions", "$defs", "dependentSchemas");
  private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
  private static final Set<String> COUNTS =
      Set.of(
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "minContains",
          "maxContains");
  private static final Set<String> NUMBERS = Set.of("minimum", "maximum");
  private static final Set<String> UNKNOWN_HERE = Set.of("$dynamicRef", "$recursiveRef");

  private final JsonSchemaDocs docs;
  private final Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private JsonSchemaSyntax(JsonSchemaDocs docs) {
    this.docs = docs;
  }

  /** Refuses what is no JSON Schema. */
  static void check(JsonSchemaDocs docs) {
    var declared = docs.root().get("$schema");
    var draft = declared.asText("").replaceFirst("^https?://", "").replaceFirst("#$", "");
    if (!declared.isMissingNode() && !DRAFTS.contains(draft)) {
      throw new IllegalArgumentException("'$schema' is no draft that is known here");
    }
    new JsonSchemaSyntax(docs).schema(docs.root(), 0);
  }

  private void schema(Part part, int depth) {
    if (part.node().isBoolean() || !seen.add(part.node())) {
      return;
    }
    if (!part.node().isObject()) {
      throw new IllegalArgumentException("a schema is neither an object nor true or false");
    }
    if (seen.size() > SCHEMAS_MAX || depth > 2 * JsonSchemaDocs.DEPTH_MAX) {
      throw new IllegalArgumentException("it has too many schemas within each other");
    }
    for (var keyword : part.node().properties()) {
      keyword(part, keyword.getKey(), keyword.getValue(), depth + 1);
    }
  }

  private void keyword(Part part, String name, JsonNode value, int depth) {
    if (SCHEMAS.contains(name)) {
      schema(part.with(value), depth);
    } else if (MAPS.contains(name)) {
      need(value.isObject(), name, "an object");
      value.forEach(inner -> schema(part.with(inner), depth));
    } else if (LISTS.contains(name)) {
      need(value.isArray() && !value.isEmpty(), name, "a list of schemas");
      value.forEach(inner -> schema(part.with(inner), depth));
    } else if (name.equals("items")) {
      if (value.isArray()) {
        value.forEach(inner -> schema(part.with(inner), depth));
      } else {
        schema(part.with(value), depth);
      }
    } else if (name.equals("dependencies")) {
      need(value.isObject(), name, "an object");
      value.forEach(inner -> dependency(part, name, inner, depth));
    } else if (name.equals("$ref")) {
      need(value.isTextual(), name, "a text");
      reference(part, value.asText(), depth);
    } else {
      plain(name, value);
    }
  }

  private void dependency(Part part, String name, JsonNode inner, int depth) {
    if (inner.isArray()) {
      need(all(inner, JsonNode::isTextual), name, "an object of schemas or of lists of names");
    } else {
      schema(part.with(inner), depth);
    }
  }

  /** A reference that leads to itself, with nothing in between, would say nothing. */
  private void reference(Part part, String reference, int depth) {
    var target = docs.follow(part, reference);
    var at = target;
    for (int i = 0; at.has("$ref"); i++) {
      if (i > JsonSchemaDocs.DEPTH_MAX) {
        throw new IllegalArgumentException("'$ref' leads to itself: " + reference);
      }
      at = docs.follow(at, at.get("$ref").asText());
    }
    schema(target, depth);
  }

  private static void plain(String name, JsonNode value) {
    if (COUNTS.contains(name)) {
      need(isCount(value), name, "a whole number from 0");
    } else if (NUMBERS.contains(name)) {
      need(isNumber(value), name, NUMBER);
    } else if (UNKNOWN_HERE.contains(name)) {
      throw new IllegalArgumentException("'" + name + "' is not supported; use '$ref'");
    } else {
      switch (name) {
        case "type" ->
            need(
                isType(value) || (nonEmptyList(value) && all(value, JsonSchemaSyntax::isType)),
                name,
                "a type, or a list of types");
        case "enum" -> need(nonEmptyList(value), name, "a list of values");
        case "required" ->
            need(
                value.isBoolean() || (value.isArray() && all(value, JsonNode::isTextual)),
                name,
                "a list of names");
        case "exclusiveMinimum", "exclusiveMaximum" ->
            need(isNumber(value) || value.isBoolean(), name, NUMBER);
        case "multipleOf" ->
            need(isNumber(value) && value.decimalValue().signum() > 0, name, "a number above 0");
        case "uniqueItems" -> need(value.isBoolean(), name, "true or false");
        case "pattern" ->
            need(
                value.isTextual() && value.asText().length() <= PATTERN_MAX,
                name,
                "a pattern of at most " + PATTERN_MAX + " characters");
        default -> {
          // Says nothing of what is valid, or is for others.
        }
      }
    }
  }

  /** Also keeps out numbers whose digits would fill the memory. */
  private static boolean isNumber(JsonNode value) {
    return value.isNumber() && Math.abs(value.decimalValue().scale()) <= SCALE_MAX;
  }

  private static boolean isCount(JsonNode value) {
    return isNumber(value)
        && value.decimalValue().signum() >= 0
        && value.decimalValue().stripTrailingZeros().scale() <= 0;
  }

  private static boolean isType(JsonNode value) {
    return value.isTextual() && TYPES.contains(value.asText());
  }

  private static boolean nonEmptyList(JsonNode value) {
    return value.isArray() && !value.isEmpty();
  }

  private static boolean all(JsonNode list, Predicate<JsonNode> test) {
    for (var each : list) {
      if (!test.test(each)) {
        return false;
      }
    }
    return true;
  }

  private static void need(boolean holds, String keyword, String what) {
    if (!holds) {
      throw new IllegalArgumentException("'" + keyword + "' is not " + what);
    }
  }
}
