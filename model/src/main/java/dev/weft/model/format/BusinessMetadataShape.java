package dev.weft.model.format;

import static dev.weft.model.format.Shapes.flag;
import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.number;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.text;
import static dev.weft.model.format.Shapes.uniqueList;
import static dev.weft.model.format.Shapes.words;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.BusinessMetadata;
import java.util.Arrays;
import java.util.HashSet;
import java.util.regex.Pattern;

/** {@code kind: BusinessMetadata}: what stewards want to know of things. */
final class BusinessMetadataShape {
  private static final int ATTRIBUTES_MAX = 100;
  private static final Pattern SET = Pattern.compile("(?!weft$)[A-Za-z][A-Za-z0-9_-]{0,49}");
  private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,49}");

  private BusinessMetadataShape() {}

  static ObjectShape shape() {
    return object("business metadata")
        .required("apiVersion", text())
        .required("kind", oneOf("BusinessMetadata"))
        .required("name", name(SET, "a set, other than weft"))
        .optional(text(), "title", "description")
        .optional("domain", words())
        .optional("appliesTo", uniqueList(oneOf(BusinessMetadata.KINDS.toArray(String[]::new))))
        .required("attributes", attributes());
  }

  private static Shape name(Pattern pattern, String noun) {
    return Shapes.matching(
        pattern,
        "bad-name",
        "the name of " + noun,
        "Use up to 50 letters, digits, '_' and '-', first a letter: no dots.");
  }

  private static Shape attributes() {
    var all = listOf(attribute());
    return (node, at) -> {
      all.check(node, at);
      if (node.size() > ATTRIBUTES_MAX) {
        at.value("too-many", "A set has at most " + ATTRIBUTES_MAX + " attributes.", "");
      }
      var names = new HashSet<String>();
      for (var i = 0; i < node.size(); i++) {
        var name = node.path(i).path("name").asText();
        if (!names.add(name)) {
          at.item(i)
              .value(
                  "name-twice", "There are two attributes '" + name + "'.", "Name one otherwise.");
        }
      }
    };
  }

  private static ObjectShape attribute() {
    return object("an attribute")
        .required("name", name(ATTRIBUTE, "an attribute"))
        .required(
            "type",
            oneOf(
                Arrays.stream(BusinessMetadata.Type.values())
                    .map(BusinessMetadata.Type::word)
                    .toArray(String[]::new)))
        .optional("description", text())
        .optional("many", flag())
        .optional("required", flag())
        .optional("values", uniqueList(words()))
        .optional("minimum", number())
        .optional("maximum", number())
        .rule(BusinessMetadataShape::suits);
  }

  /** Limits belong to certain types, and an enum needs its words. */
  private static void suits(ObjectNode attribute, At at) {
    var type = attribute.path("type").asText();
    if (type.equals("enum") && attribute.path("values").isEmpty()) {
      at.key("type").value("missing-field", "An enum needs values.", "Add values: [low, high].");
    }
    only(attribute, at, "values", type.equals("enum"), "an enum");
    var isNumber = type.equals("integer") || type.equals("number");
    only(attribute, at, "minimum", isNumber, "a number");
    only(attribute, at, "maximum", isNumber, "a number");
  }

  private static void only(
      ObjectNode attribute, At at, String key, boolean mayHave, String wanted) {
    if (attribute.has(key) && !mayHave) {
      at.key(key).key("no-such-limit", "Only " + wanted + " has '" + key + "'.", "Leave it out.");
    }
  }
}
