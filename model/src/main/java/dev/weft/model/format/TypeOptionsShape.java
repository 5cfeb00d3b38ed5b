package dev.weft.model.format;

import static dev.weft.model.format.Shapes.count;
import static dev.weft.model.format.Shapes.flag;
import static dev.weft.model.format.Shapes.number;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.positiveNumber;
import static dev.weft.model.format.Shapes.someOf;
import static dev.weft.model.format.Shapes.text;
import static dev.weft.model.format.Shapes.uniqueList;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code logicalTypeOptions}: what more a field's type promises. */
final class TypeOptionsShape {
  private static final String[] WHOLE = {
    "i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128"
  };

  private final Edition edition;

  TypeOptionsShape(Edition edition) {
    this.edition = edition;
  }

  Shape of(String logicalType) {
    var options = object("the options of the type " + logicalType);
    return switch (logicalType) {
      case "string" ->
          options
              .optional(count(), "minLength", "maxLength")
              .optional("pattern", pattern())
              .optional("format", text());
      case "date" -> range(options, text()).optional("format", text());
      case "timestamp", "time" ->
          range(options, text())
              .optional("format", text())
              .optional("timezone", flag())
              .optional("defaultTimezone", text());
      case "integer" -> numeric(options).optional("format", oneOf(WHOLE));
      case "number" -> numeric(options).optional("format", oneOf("f32", "f64"));
      case "object" ->
          options
              .optional(count(), "minProperties", "maxProperties")
              .optional("required", someOf("field", uniqueList(text())));
      case "array" ->
          options.optional(count(), "minItems", "maxItems").optional("uniqueItems", flag());
      default -> options.open();
    };
  }

  /** Options only mean something once the type is known. */
  static Shape ofNoType() {
    return (node, at) -> {
      object("the options of a type").open().check(node, at);
      if (node.isObject() && !node.isEmpty()) {
        at.key("missing-field", "'logicalTypeOptions' needs 'logicalType'.", "Add 'logicalType'.");
      }
    };
  }

  private ObjectShape numeric(ObjectShape options) {
    return range(options, number()).optional("multipleOf", positiveNumber());
  }

  /** In 3.0 the exclusive bounds are flags, in 3.1 they are bounds. */
  private ObjectShape range(ObjectShape options, Shape bound) {
    return options
        .optional(bound, "minimum", "maximum")
        .optional(edition == Edition.V3_1 ? bound : flag(), "exclusiveMinimum", "exclusiveMaximum");
  }

  private static Shape pattern() {
    return Shapes.text(
        TypeOptionsShape::compiles,
        "bad-pattern",
        "is not a regular expression",
        "Look at brackets and backslashes; in double quotes YAML wants two backslashes.");
  }

  private static boolean compiles(String regex) {
    try {
      return Pattern.compile(regex) != null;
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
