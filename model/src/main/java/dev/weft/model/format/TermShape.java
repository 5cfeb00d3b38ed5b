package dev.weft.model.format;

import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.text;
import static dev.weft.model.format.Shapes.uniqueList;
import static dev.weft.model.format.Shapes.words;

import dev.weft.model.TermRelation;
import java.util.Arrays;

/** {@code kind: Term}. */
final class TermShape {
  private static final String[] STATUS = {"draft", "active", "deprecated", "obsolete"};

  private TermShape() {}

  static ObjectShape shape() {
    return object("a term")
        .required("apiVersion", text())
        .required("kind", oneOf("Term"))
        .required("name", Names.name())
        .required("definition", words())
        .optional(text(), "title", "abbreviation", "description")
        .optional("domain", words())
        .optional(listOf(words()), "alsoCalled", "examples")
        .optional("categories", listOf(category()))
        .optional(uniqueList(words()), "stewards")
        .optional("status", oneOf(STATUS))
        .optional("tags", listOf(TagShape.tag(words())))
        .optional("relations", relations());
  }

  private static ObjectShape relations() {
    var words = Arrays.stream(TermRelation.values()).map(TermRelation::word);
    return object("the relations of a term")
        .optional(uniqueList(related()), words.toArray(String[]::new));
  }

  /** A name alone, or with more about the relation. */
  private static Shape related() {
    var written =
        object("a related term")
            .required("term", words())
            .optional("status", oneOf("draft", "active", "deprecated", "obsolete", "other"))
            .optional(text(), "description", "expression", "steward");
    return (node, at) -> {
      if (node.isObject()) {
        written.check(node, at);
      } else {
        words().check(node, at);
      }
    };
  }

  /** A path of names, such as {@code finance/payments}. */
  private static Shape category() {
    return text(
        path ->
            path.length() <= 200 && Arrays.stream(path.split("/", -1)).noneMatch(String::isBlank),
        "bad-category",
        "is not a path of categories",
        "Write names with '/' between them, such as finance/payments.");
  }
}
