package dev.weft.model.format;

import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.matching;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.text;
import static dev.weft.model.format.Shapes.words;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** {@code kind: Function}: a function from a jar. Whether the jar has it is checked elsewhere. */
final class FunctionShape {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,49}\\.[a-z][a-z0-9_]{0,49}");
  private static final Pattern CLASS =
      Pattern.compile("(?:[A-Za-z_]\\w{0,99}\\.){1,20}[A-Za-z_][\\w$]{0,199}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private FunctionShape() {}

  static ObjectShape shape() {
    return object("a function")
        .required("apiVersion", text())
        .required("kind", oneOf("Function"))
        .required(
            "name",
            matching(
                NAME,
                "bad-name",
                "the name of a function",
                "Write product.function, the function in small letters, digits and '_'."))
        .required("product", text())
        .required(
            "class",
            matching(CLASS, "bad-class", "a class", "Write it with its package: org.example.Area."))
        .required(
            "sha256",
            matching(HASH, "bad-hash", "a hash", "'sha256sum FILE' prints that of the jar."))
        .optional("description", text())
        .optional("usableBy", listOf(words()))
        .rule(FunctionShape::rules);
  }

  private static void rules(ObjectNode function, At at) {
    var product = function.path("product").asText();
    if (!function.path("name").asText().startsWith(product + ".")) {
      at.key("name")
          .value("bad-name", "A function's name begins with its product: " + product + ".", "");
    }
  }
}
