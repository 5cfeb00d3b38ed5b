package dev.weft.model.format;

import static dev.weft.model.format.Shapes.flag;
import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.text;
import static dev.weft.model.format.Shapes.words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/**
 * {@code kind: Classifier}: what else fields may hold. The pattern itself is checked where it runs.
 */
final class ClassifierShape {
  private static final int PATTERN_MAX = 1_000;
  private static final int NAMES_MAX = 100;
  private static final int WORDS_MAX = 10_000;
  private static final int WORD_MAX = 100;
  private static final Pattern TAG = Pattern.compile("[a-z0-9-]{1,40}(?:\\.[a-z0-9-]{1,40}){0,3}");

  private ClassifierShape() {}

  static ObjectShape shape() {
    return object("a classifier")
        .required("apiVersion", text())
        .required("kind", oneOf("Classifier"))
        .required("name", Names.name())
        .required(
            "tag",
            Shapes.matching(
                TAG, "bad-tag", "a tag", "Write words parted by dots: pii.staff-number."))
        .optional("description", text())
        .optional("names", list(NAMES_MAX))
        .optional("pattern", ClassifierShape::pattern)
        .optional("words", list(WORDS_MAX))
        .optional("check", oneOf("luhn", "verhoeff", "mod97", "mod11-10", "mod11-2", "ean13"))
        .optional("inText", flag())
        .optional(ClassifierShape::share, "share", "confidence")
        .rule(ClassifierShape::rules);
  }

  private static Shape list(int most) {
    var all = listOf(word());
    return (node, at) -> {
      all.check(node, at);
      if (node.size() > most) {
        at.value("too-many", at.name() + " has at most " + most + " entries.", "");
      }
    };
  }

  private static Shape word() {
    return (node, at) -> {
      words().check(node, at);
      if (node.asText().length() > WORD_MAX) {
        at.value("too-long", "A word has at most " + WORD_MAX + " characters.", "");
      }
    };
  }

  private static void pattern(JsonNode node, At at) {
    words().check(node, at);
    if (node.asText().length() > PATTERN_MAX) {
      at.value("too-long", "A pattern has at most " + PATTERN_MAX + " characters.", "");
    }
  }

  private static void share(JsonNode node, At at) {
    Shapes.number().check(node, at);
    if (node.isNumber() && (node.asDouble() <= 0 || node.asDouble() > 1)) {
      at.value("out-of-range", at.name() + " must be above 0 and at most 1.", "");
    }
  }

  private static void rules(ObjectNode classifier, At at) {
    if (!classifier.has("names") && !classifier.has("pattern") && !classifier.has("words")) {
      at.key("pattern")
          .key(
              "missing-field",
              "A classifier needs something to go by.",
              "Give names, a pattern or words.");
    }
    if (classifier.path("inText").asBoolean() && !classifier.has("pattern")) {
      at.key("inText")
          .value("missing-field", "Only a pattern can be looked for in text.", "Give a pattern.");
    }
  }
}
