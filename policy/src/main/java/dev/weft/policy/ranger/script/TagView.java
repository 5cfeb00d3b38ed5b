package dev.weft.policy.ranger.script;

import dev.weft.policy.rules.Tag;

/** The tag whose policy is being looked at, as scripts name it {@code tag}. */
record TagView(Tag tag) {
  /** Attributes are not properties of it: those are in {@code tagAttr} and {@code TAG}. */
  Object property(String name) {
    return switch (name) {
      case "type" -> tag.name();
      case "attributes" -> tag.attributes();
      case "matchType" -> tag.match().name();
      default -> Nothing.UNDEFINED;
    };
  }

  Object call(String method) {
    return switch (method) {
      case "getType" -> tag.name();
      case "getAttributes" -> tag.attributes();
      case "getMatchType" -> tag.match().name();
      default -> throw new ScriptFailure("a tag has no '" + method + "'");
    };
  }
}
