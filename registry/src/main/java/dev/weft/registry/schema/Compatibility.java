package dev.weft.registry.schema;

import java.util.List;
import java.util.Optional;

/** What a new version of a schema must be able to do with those before. */
public enum Compatibility {
  /** Nothing. */
  NONE(false, false, false),
  /** Read what was written by the newest one. */
  BACKWARD(true, false, false),
  /** Read what was written by any of them. */
  BACKWARD_TRANSITIVE(true, false, true),
  /** Write what the newest one can read. */
  FORWARD(false, true, false),
  /** Write what all of them can read. */
  FORWARD_TRANSITIVE(false, true, true),
  /** Both, with the newest one. */
  FULL(true, true, false),
  /** Both, with all of them. */
  FULL_TRANSITIVE(true, true, true);

  private final boolean reads;
  private final boolean isRead;
  private final boolean transitive;

  Compatibility(boolean reads, boolean isRead, boolean transitive) {
    this.reads = reads;
    this.isRead = isRead;
    this.transitive = transitive;
  }

  /** Why the new version may not follow those before, of which the newest is last. */
  Optional<String> objection(
      SchemaLanguage language, SchemaSource next, List<SchemaSource> before) {
    var compared =
        transitive || before.isEmpty() ? before : before.subList(before.size() - 1, before.size());
    for (int i = compared.size() - 1; i >= 0; i--) {
      var earlier = compared.get(i);
      var why = reads ? language.whyUnreadable(next, earlier) : Optional.<String>empty();
      if (why.isEmpty() && isRead) {
        why = language.whyUnreadable(earlier, next);
      }
      if (why.isPresent()) {
        return why;
      }
    }
    return Optional.empty();
  }
}
