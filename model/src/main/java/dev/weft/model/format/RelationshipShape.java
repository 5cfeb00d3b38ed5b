package dev.weft.model.format;

import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.oneOf;
import static dev.weft.model.format.Shapes.someOf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** Foreign keys between tables, by {@code table.field} or by the path of their identifiers. */
final class RelationshipShape {
  private static final Pattern SHORT =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\.[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern FULL =
      Pattern.compile(
          "(?:(?:https?://)?[A-Za-z0-9._\\-/]+\\.yaml#)?/?[A-Za-z_][A-Za-z0-9_]*/[A-Za-z0-9_-]+"
              + "(?:/[A-Za-z_][A-Za-z0-9_]*/[A-Za-z0-9_-]+)*");

  private RelationshipShape() {}

  static ObjectShape ofTable(Shape custom) {
    return base(custom)
        .required("from", ends())
        .required("to", ends())
        .rule(RelationshipShape::sameForm);
  }

  /** A field is itself where the relationship starts. */
  static ObjectShape ofField(Shape custom) {
    return base(custom).required("to", ends());
  }

  private static ObjectShape base(Shape custom) {
    return object("a relationship")
        .optional("type", oneOf("foreignKey"))
        .optional("customProperties", custom);
  }

  private static Shape ends() {
    var many = someOf("field", listOf(end()));
    return (node, at) -> (node.isArray() ? many : end()).check(node, at);
  }

  private static Shape end() {
    return Shapes.text(
        text -> SHORT.matcher(text).matches() || FULL.matcher(text).matches(),
        "bad-reference",
        "refers to no field",
        "Write it as table.field, or as /schema/ID/properties/ID.");
  }

  private static void sameForm(ObjectNode relationship, At at) {
    var from = relationship.path("from");
    var to = relationship.path("to");
    if ((from.isArray() && to.isTextual()) || (from.isTextual() && to.isArray())) {
      at.key("to")
          .value("wrong-type", "'from' and 'to' must both be one field, or both be lists.", "");
    }
  }
}
