package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Problem;

/**
 * Where a check is: a path within a document, and where its problems go.
 *
 * @param path of the value that is being checked; empty for the whole document
 */
record At(Document document, String path, Problems problems) {

  At key(String key) {
    return new At(document, Places.key(path, key), problems);
  }

  At item(int index) {
    return new At(document, Places.item(path, index), problems);
  }

  /** A problem with the value here. */
  void value(String code, String message, String hint) {
    problems.add(Problem.input(code, document.places().value(path), message, hint));
  }

  /** A problem with the key here: that it exists, or what is missing below it. */
  void key(String code, String message, String hint) {
    problems.add(Problem.input(code, document.places().key(path), message, hint));
  }

  /** The value here has another type than it must have. */
  void wrongType(JsonNode node, String expected) {
    var textWanted = expected.startsWith("text") || expected.startsWith("a text");
    var hint = "";
    if (node.isNull()) {
      hint = "Give it a value, or remove the key.";
    } else if (textWanted && node.isValueNode()) {
      hint = "Put the value in quotes.";
    }
    value("wrong-type", name() + " must be " + expected + ", but it is " + says(node) + ".", hint);
  }

  /** The key or item as messages name it, such as {@code 'status'} or {@code 'tags[2]'}. */
  String name() {
    return path.isEmpty() ? "the document" : "'" + path.substring(path.lastIndexOf('.') + 1) + "'";
  }

  private static String says(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "true or false";
      case ARRAY -> "a list";
      case OBJECT -> "a mapping";
      default -> "empty";
    };
  }
}
