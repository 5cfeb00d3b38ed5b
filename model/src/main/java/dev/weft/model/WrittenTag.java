package dev.weft.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tag as contracts and products write it: a name, and attributes after semicolons, as in {@code
 * pii.email; sensitivity=high}. The standards have texts there and nothing else.
 */
public record WrittenTag(String name, Map<String, String> attributes) {
  public WrittenTag {
    attributes = Map.copyOf(attributes);
  }

  /** What has no equals sign is an attribute without a value. */
  public static WrittenTag of(String text) {
    var parts = text.split(";", -1);
    var attributes = new LinkedHashMap<String, String>();
    for (var i = 1; i < parts.length; i++) {
      var equals = parts[i].indexOf('=');
      var name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
      if (!name.isBlank()) {
        attributes.put(name.strip(), equals < 0 ? "" : parts[i].substring(equals + 1).strip());
      }
    }
    return new WrittenTag(parts[0].strip(), attributes);
  }
}
