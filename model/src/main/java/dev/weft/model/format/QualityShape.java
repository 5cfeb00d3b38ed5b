package dev.weft.model.format;

import static dev.weft.model.format.Shapes.any;
import static dev.weft.model.format.Shapes.number;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A quality rule: text for people, a metric from the library, SQL, or another engine's rule. */
final class QualityShape {
  static final List<String> OPERATORS =
      List.of(
          "mustBe",
          "mustNotBe",
          "mustBeGreaterThan",
          "mustBeGreaterOrEqualTo",
          "mustBeLessThan",
          "mustBeLessOrEqualTo",
          "mustBeBetween",
          "mustNotBeBetween");

  private final Edition edition;
  private final Shape custom;
  private final Shape definitions;

  QualityShape(Edition edition, Shape custom, Shape definitions) {
    this.edition = edition;
    this.custom = custom;
    this.definitions = definitions;
  }

  ObjectShape shape() {
    var rule =
        object("a quality rule")
            .optional("type", oneOf("text", "library", "sql", "custom"))
            .optional(
                "dimension",
                oneOf(
                    "accuracy",
                    "completeness",
                    "conformity",
                    "consistency",
                    "coverage",
                    "timeliness",
                    "uniqueness"))
            .optional(text(), "name", "description", "businessImpact", "method", "unit")
            .optional(text(), "schedule", "scheduler", "severity")
            .optional("tags", CommonShapes.tags())
            .optional("authoritativeDefinitions", definitions)
            .optional("customProperties", custom)
            .when(node -> is(node, "sql"), operators().required("query", text()))
            .when(node -> is(node, "custom"), custom());
    return edition == Edition.V3_1
        ? rule.optional("id", CommonShapes.stableId()).when(QualityShape::isLibrary, library())
        : rule.when(QualityShape::isLibraryIn30, oldLibrary()).open();
  }

  private ObjectShape library() {
    return operators()
        .required(
            "metric",
            oneOf("nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount"))
        .optional("rule", text())
        .optional("arguments", object("the arguments of a metric").open());
  }

  private ObjectShape oldLibrary() {
    return operators().required("rule", text());
  }

  private static ObjectShape custom() {
    return object("a quality rule")
        .required("engine", text())
        .required(
            "implementation",
            (node, at) -> {
              if (!node.isTextual() && !node.isObject()) {
                at.wrongType(node, "text or a mapping");
              }
            });
  }

  private ObjectShape operators() {
    var shape = object("a quality rule").optional(any(), "mustBe", "mustNotBe");
    for (var operator : OPERATORS.subList(2, 6)) {
      shape = shape.optional(operator, number());
    }
    shape = shape.optional(QualityShape::twoNumbers, "mustBeBetween", "mustNotBeBetween");
    return edition == Edition.V3_1 ? shape.rule(QualityShape::oneOperator) : shape;
  }

  private static void oneOperator(ObjectNode rule, At at) {
    var used = OPERATORS.stream().filter(rule::has).toList();
    if (used.isEmpty()) {
      at.key(
          "missing-field",
          "A quality rule needs one comparison.",
          "Add one of " + String.join(", ", OPERATORS) + ".");
    } else if (used.size() > 1) {
      at.key(used.get(1))
          .key(
              "too-many-operators",
              "A quality rule has one comparison, but here are " + String.join(" and ", used) + ".",
              "Write a second rule, or use mustBeBetween.");
    }
  }

  private static void twoNumbers(JsonNode node, At at) {
    var two = node.isArray() && node.size() == 2 && !node.get(0).equals(node.get(1));
    if (!two || !node.get(0).isNumber() || !node.get(1).isNumber()) {
      at.value(
          "wrong-type", at.name() + " must be a list of two different numbers.", "As in [0, 100].");
    }
  }

  private static boolean is(ObjectNode rule, String type) {
    return rule.path("type").asText().equals(type);
  }

  private static boolean isLibrary(ObjectNode rule) {
    return is(rule, "library") || rule.path("metric").isTextual();
  }

  private static boolean isLibraryIn30(ObjectNode rule) {
    return is(rule, "library") || !rule.has("type");
  }
}
