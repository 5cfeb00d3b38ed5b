package dev.weft.server.identity.scim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of an attribute, such as {@code name.familyName}, or with its schema before it. Names
 * are compared without regard to case.
 *
 * @param schema of an extension; empty for the core's
 * @param name of the attribute; empty for an extension as a whole
 * @param sub the part of it; empty for all
 */
record ScimAttribute(String schema, String name, String sub) {
  private static final Pattern NAME = Pattern.compile("[$A-Za-z][A-Za-z0-9_$-]{0,99}");

  static ScimAttribute parse(String text) {
    for (var schema : List.of(Scim.ENTERPRISE, Scim.USER, Scim.GROUP)) {
      if (text.toLowerCase(Locale.ROOT).startsWith(schema.toLowerCase(Locale.ROOT))) {
        var rest = text.substring(schema.length()).replaceFirst("^:", "");
        var extension = schema.equals(Scim.ENTERPRISE) ? schema : "";
        return rest.isEmpty() && !extension.isEmpty()
            ? new ScimAttribute(extension, "", "")
            : parse(extension, rest);
      }
    }
    return parse("", text);
  }

  private static ScimAttribute parse(String schema, String text) {
    var dot = text.indexOf('.');
    var name = dot < 0 ? text : text.substring(0, dot);
    var sub = dot < 0 ? "" : text.substring(dot + 1);
    if (!NAME.matcher(name).matches() || (dot >= 0 && !NAME.matcher(sub).matches())) {
      throw Scim.wrong("invalidPath", "'" + text + "' is not the name of an attribute.");
    }
    return new ScimAttribute(schema, name, sub);
  }

  ScimAttribute part(String ofIt) {
    return new ScimAttribute(schema, name, ofIt);
  }

  /** Its values within a resource; those of a list one by one. */
  List<JsonNode> values(JsonNode resource) {
    var found = new ArrayList<JsonNode>();
    for (var value : each(get(holder(resource), name))) {
      if (sub.isEmpty()) {
        found.add(value);
      } else if (value.isObject()) {
        found.addAll(each(get(value, sub)));
      } else if (sub.equalsIgnoreCase("value")) {
        found.add(value);
      }
    }
    return found;
  }

  JsonNode holder(JsonNode resource) {
    return schema.isEmpty() ? resource : get(resource, schema);
  }

  private static List<JsonNode> each(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    var all = new ArrayList<JsonNode>();
    if (value.isArray()) {
      value.forEach(all::add);
    } else {
      all.add(value);
    }
    return all;
  }

  /** What an object has under a name, whatever its case. */
  static JsonNode get(JsonNode object, String name) {
    return object.path(key(object, name));
  }

  /** The name as the object writes it; as it was asked for, if it has none. */
  static String key(JsonNode object, String name) {
    if (object instanceof ObjectNode node && !node.has(name)) {
      var names = new ArrayList<String>();
      node.fieldNames().forEachRemaining(names::add);
      return names.stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
    }
    return name;
  }

  static Optional<String> text(JsonNode object, String name) {
    return Optional.of(get(object, name)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }
}
