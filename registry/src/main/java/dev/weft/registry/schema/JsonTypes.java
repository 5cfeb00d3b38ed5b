package dev.weft.registry.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import dev.weft.registry.schema.JsonSchemaDocs.Part;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What sorts of values are valid by a schema, or by several at once. */
enum JsonTypes {
  NULL,
  BOOLEAN,
  OBJECT,
  ARRAY,
  STRING,
  INTEGER,
  /** A number that is not whole. */
  FRACTION;

  /** Those of a value that is valid by all of them. */
  static Set<JsonTypes> of(List<Part> all) {
    Set<JsonTypes> types = EnumSet.allOf(JsonTypes.class);
    for (var part : all) {
      types.retainAll(of(part));
    }
    return types;
  }

  static Set<JsonTypes> of(Part part) {
    if (part.isFalse()) {
      return EnumSet.noneOf(JsonTypes.class);
    }
    var said = part.get("type");
    Set<JsonTypes> types = EnumSet.noneOf(JsonTypes.class);
    if (said.isTextual()) {
      types.addAll(named(said.asText()));
    } else if (said.isArray()) {
      said.forEach(each -> types.addAll(named(each.asText())));
    } else {
      types.addAll(EnumSet.allOf(JsonTypes.class));
    }
    values(part)
        .ifPresent(
            values -> {
              Set<JsonTypes> ofValues = EnumSet.noneOf(JsonTypes.class);
              values.forEach(value -> ofValues.add(of(value)));
              types.retainAll(ofValues);
            });
    return types;
  }

  private static Set<JsonTypes> named(String word) {
    return switch (word) {
      case "null" -> EnumSet.of(NULL);
      case "boolean" -> EnumSet.of(BOOLEAN);
      case "object" -> EnumSet.of(OBJECT);
      case "array" -> EnumSet.of(ARRAY);
      case "string" -> EnumSet.of(STRING);
      case "integer" -> EnumSet.of(INTEGER);
      case "number" -> EnumSet.of(INTEGER, FRACTION);
      default -> EnumSet.noneOf(JsonTypes.class);
    };
  }

  private static JsonTypes of(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL -> NULL;
      case BOOLEAN -> BOOLEAN;
      case OBJECT -> OBJECT;
      case ARRAY -> ARRAY;
      case NUMBER -> value.decimalValue().stripTrailingZeros().scale() <= 0 ? INTEGER : FRACTION;
      default -> STRING;
    };
  }

  /** The values that {@code enum} or {@code const} allow; empty when neither is there. */
  static Optional<Set<JsonNode>> values(Part part) {
    Set<JsonNode> values = null;
    if (part.has("enum")) {
      values = new HashSet<>();
      for (var value : part.get("enum")) {
        values.add(plain(value));
      }
    }
    if (part.has("const")) {
      var only = Set.of(plain(part.get("const")));
      if (values == null) {
        values = new HashSet<>(only);
      } else {
        values.retainAll(only);
      }
    }
    return Optional.ofNullable(values);
  }

  /** The values that all of them allow; empty when none of them names any. */
  static Optional<Set<JsonNode>> values(List<Part> all) {
    Set<JsonNode> common = null;
    for (var part : all) {
      var values = values(part);
      if (values.isPresent() && common == null) {
        common = new HashSet<>(values.get());
      } else if (values.isPresent()) {
        common.retainAll(values.get());
      }
    }
    return Optional.ofNullable(common);
  }

  /** 1 and 1.0 are the same value. */
  private static JsonNode plain(JsonNode value) {
    return value.isNumber()
        ? DecimalNode.valueOf(value.decimalValue().stripTrailingZeros())
        : value;
  }
}
