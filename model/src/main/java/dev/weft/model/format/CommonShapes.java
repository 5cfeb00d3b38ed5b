package dev.weft.model.format;

import static dev.weft.model.format.Shapes.any;
import static dev.weft.model.format.Shapes.date;
import static dev.weft.model.format.Shapes.listOf;
import static dev.weft.model.format.Shapes.matching;
import static dev.weft.model.format.Shapes.object;
import static dev.weft.model.format.Shapes.text;

import java.util.regex.Pattern;

/** What contracts and products, written by the same people, have in common. */
final class CommonShapes {
  private static final Pattern STABLE_ID = Pattern.compile("[A-Za-z0-9_-]+");

  private CommonShapes() {}

  static Shape tags() {
    return listOf(TagShape.tag(text()));
  }

  static Shape stableId() {
    return matching(STABLE_ID, "bad-id", "an identifier", "Use letters, digits, '_' and '-' only.");
  }

  /** Since 3.1 of the contract standard; products of 1.0 have the same without an id. */
  static Shape customProperties() {
    return listOf(customProperty());
  }

  static ObjectShape customProperty() {
    return object("a custom property")
        .required("property", text())
        .required("value", any())
        .optional("description", text());
  }

  static ObjectShape authoritativeDefinition() {
    return object("an authoritative definition")
        .required("type", text())
        .required("url", text())
        .optional("description", text());
  }

  static ObjectShape teamMember(Shape customProperties, Shape authoritativeDefinitions) {
    return object("a team member")
        .required("username", text())
        .optional(text(), "name", "description", "role", "replacedByUsername")
        .optional(date(), "dateIn", "dateOut")
        .optional("tags", tags())
        .optional("customProperties", customProperties)
        .optional("authoritativeDefinitions", authoritativeDefinitions);
  }

  static ObjectShape team(
      ObjectShape member, Shape customProperties, Shape authoritativeDefinitions) {
    return object("a team")
        .optional(text(), "name", "description")
        .optional("members", listOf(member))
        .optional("tags", tags())
        .optional("customProperties", customProperties)
        .optional("authoritativeDefinitions", authoritativeDefinitions);
  }
}
