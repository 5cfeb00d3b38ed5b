package dev.weft.policy.rules;

import java.util.Optional;

/**
 * One named level of a resource model, such as a database, a table or a path.
 *
 * @param parent the level above it, empty for a top level
 * @param depth orders the levels; the smaller is the higher
 * @param recursive whether what lies under a value of it may be meant too
 * @param validLeaf whether a resource may end here; unsaid, it may at the bottom only
 */
public record Level(
    String name,
    String parent,
    int depth,
    boolean recursive,
    Optional<Boolean> validLeaf,
    Matching matching) {

  /** How a value of the level is compared with what policies say. */
  public enum Form {
    NAME,
    /** Parts with a separator between them. */
    PATH,
    /** A path after a scheme, such as {@code s3://bucket/key}. */
    URL
  }

  /**
   * The rules of comparison.
   *
   * @param quotes values that begin with one of these characters keep their case; empty for none
   * @param separator between the parts of a path
   * @param tokens how {@code {USER}} and the like are written in values; empty if they are not
   * @param expressions whether <code>${{...}}</code> in values is evaluated
   */
  public record Matching(
      Form form,
      boolean ignoreCase,
      boolean wildcards,
      String quotes,
      char separator,
      Optional<TokenStyle> tokens,
      boolean expressions) {}

  public Level {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a level needs a name");
    }
  }
}
