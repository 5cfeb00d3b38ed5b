package dev.weft.policy;

import dev.weft.policy.mask.FieldType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is known of one field that holds values.
 *
 * @param path dotted; array elements add nothing
 * @param type what its contract says of its values
 * @param lookedAt whether it has been classified, so that its tags can be relied on
 * @param tags each enforced tag, by name; those of its port and product too
 */
record FieldFacts(String path, FieldType type, boolean lookedAt, Map<String, TagFacts> tags) {

  /**
   * What is known of a tag where it stands.
   *
   * @param evidence where it came from
   */
  record TagFacts(String evidence, Map<String, String> attributes) {
    static TagFacts of(String evidence) {
      return new TagFacts(evidence, Map.of());
    }
  }

  /** The path and those above it: {@code a.b} and {@code a}. */
  List<String> upwards() {
    return upwards(path);
  }

  static List<String> upwards(String path) {
    var all = new ArrayList<String>();
    for (var end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
      all.add(path.substring(0, end));
    }
    return all;
  }
}
