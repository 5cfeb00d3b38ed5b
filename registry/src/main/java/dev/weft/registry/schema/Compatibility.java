package dev.weft.registry.schema;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.Arrays;
import java.util.List;

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

  /**
   * The level of this name.
   *
   * @throws dev.weft.model.ProblemException {@code bad-compatibility}
   */
  public static Compatibility of(String name) {
    return Arrays.stream(values())
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.input(
                        "bad-compatibility",
                        Place.field("compatibility"),
                        "'" + name + "' is no compatibility level.",
                        "One of " + Arrays.toString(values()) + ".")
                    .asException());
  }

  /** Why the new version may not follow those before, of which the newest is last. */
  List<String> objections(
      SchemaLanguage language, SchemaSource next, List<SchemaSource> before, boolean lenient) {
    var compared =
        transitive || before.isEmpty() ? before : before.subList(before.size() - 1, before.size());
    for (int i = compared.size() - 1; i >= 0; i--) {
      var earlier = compared.get(i);
      var why = reads ? language.whyUnreadable(next, earlier, lenient) : List.<String>of();
      if (why.isEmpty() && isRead) {
        why = language.whyUnreadable(earlier, next, lenient);
      }
      if (!why.isEmpty()) {
        return why;
      }
    }
    return List.of();
  }
}
