package dev.weft.policy;

import dev.weft.policy.FieldFacts.TagFacts;
import java.util.Optional;

/**
 * What of a port a policy is asked about.
 *
 * @param field the path of a known field; empty: the port as a whole, or a field that nobody knows
 * @param tag by which the policy came here; empty: it came by name
 * @param unknown whether nobody knows the field, or its tags, so that conditions on them may hold
 */
record Target(Optional<String> field, Optional<Tag> tag, boolean unknown) {
  /** A field that nobody has seen, or looked at. */
  static final Target UNKNOWN = new Target(Optional.empty(), Optional.empty(), true);

  /** A tag with what is known of it. */
  record Tag(String name, TagFacts facts) {}

  static Target port(Optional<Tag> tag) {
    return new Target(Optional.empty(), tag, false);
  }

  static Target field(String path, Optional<Tag> tag, boolean unknown) {
    return new Target(Optional.of(path), tag, unknown);
  }
}
