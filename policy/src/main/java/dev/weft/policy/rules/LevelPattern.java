package dev.weft.policy.rules;

import java.util.Collection;
import java.util.List;

/** What a policy says about one level: some values, or everything but them. */
final class LevelPattern {
  private final List<ValuePattern> values;
  private final boolean excludes;

  private LevelPattern(List<ValuePattern> values, boolean excludes) {
    this.values = values;
    this.excludes = excludes;
  }

  static LevelPattern of(Level level, ResourceValues written, Templates templates) {
    var patterns = new ValuePatterns(level.matching(), written.recursive(), templates);
    var all = written.values().stream().filter(text -> !text.isEmpty()).map(patterns::of).toList();
    var any = all.stream().anyMatch(ValuePattern::matchesAny);
    return new LevelPattern(any ? List.of() : all, written.excludes());
  }

  /** Whether every value is meant, but for the excluding. */
  boolean matchesAny() {
    return values.isEmpty();
  }

  boolean excludes() {
    return excludes;
  }

  /** Whether an index tells for certain if a value that is not empty is covered. */
  boolean isPlain() {
    return !excludes && values.stream().allMatch(ValuePattern::isPlain);
  }

  List<ValuePattern> values() {
    return values;
  }

  /**
   * Whether the value is covered.
   *
   * @param value a text, several texts, or null for none
   */
  boolean matches(Object value, ElementScope scope, Asked asked) {
    var all = value == null || "".equals(value) || "*".equals(value);
    var looks = value != null && (!all || scope == ElementScope.SELF_OR_PREFIX);
    var found = matchesAny() || (looks && anyMatches(value, scope, asked));
    if (!excludes || (all && !matchesAny())) {
      return found;
    }
    return !found;
  }

  private boolean anyMatches(Object value, ElementScope scope, Asked asked) {
    if (value instanceof String text) {
      for (var pattern : values) {
        if (pattern.matches(text, scope, asked)) {
          return true;
        }
      }
      return false;
    }
    if (value instanceof Collection<?> texts) {
      return texts.stream().anyMatch(one -> anyMatches(String.valueOf(one), scope, asked));
    }
    return false;
  }
}
