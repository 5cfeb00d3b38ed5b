package dev.weft.policy.rules;

import java.util.Optional;

/**
 * One value of a policy for one level, ready to be compared with a request's.
 *
 * <p>Its shape is seen from the text as written; what a template fills in is plain text.
 */
final class ValuePattern {
  /** What the place of the wildcards makes of a text. */
  enum Shape {
    EXACT,
    BEGINNING,
    END,
    WILD,
    /** A path and all that lies under it. */
    UNDER,
    /** The same, with wildcards in the path. */
    UNDER_WILD
  }

  private final Shape shape;
  private final Level.Matching how;
  private final PathRules paths;
  private final String text;
  private final Optional<Template> template;
  private final Wildcards sensitive;
  private final Wildcards insensitive;
  private final String[] pathParts;

  ValuePattern(Shape shape, String text, Level.Matching how, Optional<Template> template) {
    this.shape = shape;
    this.text = text;
    this.how = how;
    this.template = template;
    this.paths = new PathRules(how);
    var wild = shape == Shape.WILD || shape == Shape.UNDER_WILD;
    this.sensitive = wild ? new Wildcards(text, false) : null;
    this.insensitive = wild ? new Wildcards(text, true) : null;
    this.pathParts = paths.split(text);
  }

  Shape shape() {
    return shape;
  }

  String text() {
    return text;
  }

  boolean isDynamic() {
    return template.isPresent();
  }

  /** Whether it is the same as the value, or as its beginning, whoever asks and however quoted. */
  boolean isPlain() {
    return (shape == Shape.EXACT || shape == Shape.BEGINNING)
        && !isDynamic()
        && how.quotes().isEmpty()
        && how.form() != Level.Form.URL;
  }

  /** Whether there is nothing that it leaves out. */
  boolean matchesAny() {
    return text.isEmpty();
  }

  /** Whether the value is meant, itself or as far as the scope lets it be from it. */
  boolean matches(String value, ElementScope scope, Asked asked) {
    var now = template.map(one -> one.fill(asked)).orElse(text);
    if (isSelf(value, now)) {
      return true;
    }
    return switch (scope) {
      case SELF -> false;
      case SELF_OR_PREFIX -> mayBegin(value, now);
      case SELF_OR_CHILD -> how.form() == Level.Form.PATH && isFolderOf(value, now);
    };
  }

  private boolean isSelf(String value, String now) {
    var ignore = ignoresCase(value);
    return switch (shape) {
      case EXACT -> ignore ? value.equalsIgnoreCase(now) : value.equals(now);
      case BEGINNING -> value.regionMatches(ignore, 0, now, 0, now.length());
      case END -> endsWith(value, now, ignore);
      case WILD -> wildcards(now, ignore).matches(value);
      case UNDER -> paths.isUnder(value, now);
      case UNDER_WILD -> paths.isUnderWild(value, wildcards(now, how.ignoreCase()), partsOf(now));
    };
  }

  private boolean mayBegin(String value, String now) {
    var ignore = ignoresCase(value);
    return switch (shape) {
      case EXACT, BEGINNING -> startsWith(now, value, ignore);
      case END -> true;
      case WILD -> wildcards(now, ignore).mayBegin(value);
      case UNDER ->
          how.form() == Level.Form.URL
              ? startsWith(now, value, ignore)
              : new Wildcards(now, how.ignoreCase()).mayBegin(value);
      case UNDER_WILD -> new Wildcards(now, how.ignoreCase()).mayBegin(value);
    };
  }

  /** Whether the value is what is left of the text without its last part. */
  private boolean isFolderOf(String value, String now) {
    var whole = shape == Shape.UNDER ? paths.withoutEnd(now) : now;
    var cut = whole.lastIndexOf(how.separator());
    if (cut < 0 || value.isEmpty()) {
      return false;
    }
    var folder = whole.substring(0, cut);
    var bare = paths.withoutEnd(value);
    return switch (shape) {
      case EXACT, UNDER -> how.ignoreCase() ? bare.equalsIgnoreCase(folder) : bare.equals(folder);
      case BEGINNING -> bare.regionMatches(how.ignoreCase(), 0, folder, 0, folder.length());
      case END -> endsWith(bare, folder, how.ignoreCase());
      case WILD -> new Wildcards(folder, how.ignoreCase()).matches(bare);
      case UNDER_WILD ->
          paths.isUnderWild(bare, new Wildcards(folder, how.ignoreCase()), paths.split(folder));
    };
  }

  private boolean ignoresCase(String value) {
    var quoted =
        how.form() != Level.Form.PATH
            && !how.quotes().isEmpty()
            && !value.isEmpty()
            && how.quotes().indexOf(value.charAt(0)) >= 0;
    return how.ignoreCase() && !quoted;
  }

  private Wildcards wildcards(String now, boolean ignore) {
    if (isDynamic()) {
      return new Wildcards(now, ignore);
    }
    return ignore ? insensitive : sensitive;
  }

  private String[] partsOf(String now) {
    return isDynamic() ? paths.split(now) : pathParts;
  }

  private static boolean startsWith(String value, String start, boolean ignoreCase) {
    return value.regionMatches(ignoreCase, 0, start, 0, start.length());
  }

  private static boolean endsWith(String value, String end, boolean ignoreCase) {
    return value.regionMatches(ignoreCase, value.length() - end.length(), end, 0, end.length());
  }
}
