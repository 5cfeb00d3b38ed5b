package dev.weft.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of one port a policy is about.
 *
 * @param wholePort by the domain, product or port, or by a tag of one of these
 * @param portTag that tag; may be empty
 * @param fields how known fields are covered, by path
 * @param unknownFields whether it may be about fields that nobody has seen yet, tags aside
 * @param certain false when a name depends on something that is not known of the reader
 */
record Coverage(
    CompiledPolicy policy,
    boolean wholePort,
    String portTag,
    Map<String, Covered> fields,
    boolean unknownFields,
    boolean certain) {
  Coverage {
    fields = Map.copyOf(fields);
  }

  /**
   * How a field is covered.
   *
   * @param tags that led here, in order; empty: it is covered by name
   * @param doubtful whether an exclusion may take it out, once somebody has looked at it
   */
  record Covered(List<String> tags, boolean doubtful) {
    Optional<String> tag() {
      return tags.stream().findFirst();
    }
  }

  /** The tag by which the field is covered; empty if by name. */
  String tagOf(String path) {
    var covered = fields.get(path);
    return covered == null ? "" : covered.tag().orElse("");
  }
}
