package dev.weft.policy.ranger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.policy.rules.Attributes;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the user store: what is known of users and groups. */
final class RangerUsers {
  private RangerUsers() {}

  static Attributes read(JsonNode node) {
    return new Attributes(
        people(node.path("userAttrMapping")), people(node.path("groupAttrMapping")));
  }

  static Map<String, Map<String, String>> people(JsonNode node) {
    var all = new LinkedHashMap<String, Map<String, String>>();
    Json.map(node).forEach((name, attributes) -> all.put(name, Json.textMap(attributes)));
    return all;
  }
}
