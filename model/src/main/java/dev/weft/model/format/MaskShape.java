package dev.weft.model.format;

import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.positiveNumber;
import static dev.weft.model.format.Shapes.words;

import dev.weft.model.Nearest;
import java.util.List;

/** A mask: by name, or described as a generalisation or an expression. */
final class MaskShape {
  private static final List<String> NAMES =
      List.of(
          "show-last-4",
          "show-first-4",
          "redact",
          "hash",
          "token",
          "null",
          "none",
          "date-show-year");
  private static final String DESCRIBED =
      " Or describe it: {generalise: {step: 10}}, {generalise: {date: month}} or {expression: CEL}.";

  private MaskShape() {}

  static Shape shape() {
    var described = described();
    return (node, at) -> {
      if (node.isObject()) {
        described.check(node, at);
      } else if (!node.isTextual()) {
        at.wrongType(node, "text, one of " + String.join(", ", NAMES));
      } else if (!NAMES.contains(node.textValue())) {
        at.value(
            "unknown-value",
            "'" + Shapes.shortened(node.textValue()) + "' is not a value of " + at.name() + ".",
            hint(node.textValue()));
      }
    };
  }

  private static String hint(String written) {
    var names = Nearest.hint(written, NAMES, "values");
    return Nearest.to(written, NAMES).isPresent() ? names : names + DESCRIBED;
  }

  private static ObjectShape described() {
    var generalise =
        object("a generalisation")
            .optional("step", positiveNumber())
            .optional("date", oneOf("month", "quarter", "year"))
            .rule(
                (how, at) -> {
                  if (how.isEmpty()) {
                    at.key(
                        "missing-field", "Generalise to what?", "Write step: 10 or date: month.");
                  }
                });
    return object("a mask")
        .optional("generalise", generalise)
        .optional("expression", words())
        .rule(
            (mask, at) -> {
              if (mask.has("generalise") == mask.has("expression")) {
                at.key(
                    "missing-field",
                    "A mask that is described needs 'generalise' or 'expression', one of them.",
                    "");
              }
            });
  }
}
