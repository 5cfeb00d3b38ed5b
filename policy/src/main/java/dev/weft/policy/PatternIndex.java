package dev.weft.policy;

import dev.weft.model.NamePattern;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * Finds the items whose pattern covers a name without trying every pattern: each is kept under the
 * text before its first {@code *}, so a name of n letters looks in n + 1 places. Immutable.
 */
final class PatternIndex<T> {
  private final PMap<String, PMap<String, Entry<T>>> byPrefix;

  private record Entry<T>(NamePattern pattern, PSet<T> items) {
    static <T> Entry<T> none(String pattern) {
      return new Entry<>(NamePattern.of(pattern), HashTreePSet.empty());
    }
  }

  private PatternIndex(PMap<String, PMap<String, Entry<T>>> byPrefix) {
    this.byPrefix = byPrefix;
  }

  static <T> PatternIndex<T> empty() {
    return new PatternIndex<>(HashTreePMap.empty());
  }

  /** The same with this item too. */
  PatternIndex<T> plus(String pattern, T item) {
    var prefix = prefix(pattern);
    var entries = byPrefix.getOrDefault(prefix, HashTreePMap.empty());
    var entry = entries.containsKey(pattern) ? entries.get(pattern) : Entry.<T>none(pattern);
    var more = new Entry<>(entry.pattern, entry.items.plus(item));
    return new PatternIndex<>(byPrefix.plus(prefix, entries.plus(pattern, more)));
  }

  /** The same without this item. */
  PatternIndex<T> minus(String pattern, T item) {
    var prefix = prefix(pattern);
    var entries = byPrefix.getOrDefault(prefix, HashTreePMap.empty());
    var entry = entries.get(pattern);
    if (entry == null) {
      return this;
    }
    var items = entry.items.minus(item);
    var left =
        items.isEmpty()
            ? entries.minus(pattern)
            : entries.plus(pattern, new Entry<>(entry.pattern, items));
    return new PatternIndex<>(
        left.isEmpty() ? byPrefix.minus(prefix) : byPrefix.plus(prefix, left));
  }

  /** Adds the items of all patterns that cover the name. */
  void find(String name, Set<T> found) {
    for (var length = 0; length <= name.length(); length++) {
      var entries = byPrefix.get(name.substring(0, length));
      if (entries != null) {
        entries.values().stream()
            .filter(entry -> entry.pattern.matches(name))
            .forEach(entry -> found.addAll(entry.items));
      }
    }
  }

  private static String prefix(String pattern) {
    var star = pattern.indexOf('*');
    return star < 0 ? pattern : pattern.substring(0, star);
  }
}
