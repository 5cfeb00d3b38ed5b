package dev.weft.model.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** {@code customProperties} of a document: the place for what its standard has no other for. */
final class CustomProperties {
  private CustomProperties() {}

  static void add(ObjectNode mapping, String property, JsonNode value) {
    var list =
        mapping.get("customProperties") instanceof ArrayNode there
            ? there
            : mapping.putArray("customProperties");
    list.addObject().put("property", property).set("value", value);
  }
}
