package dev.weft.policy;

import dev.weft.model.NamePattern;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the items whose pattern covers a name without trying every pattern: each is kept under the
 * text before its first {@code *}, so a name of n letters looks in n + 1 places.
 */
final class PatternIndex<T> {
  private final Map<String, Map<String, Entry<T>>> byPrefix = new HashMap<>();

  private record Entry<T>(NamePattern pattern, Set<T> items) {}

  void add(String pattern, T item) {
    byPrefix
        .computeIfAbsent(prefix(pattern), prefix -> new HashMap<>())
        .computeIfAbsent(pattern, text -> new Entry<>(NamePattern.of(text), new HashSet<>()))
        .items
        .add(item);
  }

  void remove(String pattern, T item) {
    var entries = byPrefix.getOrDefault(prefix(pattern), Map.of());
    var entry = entries.get(pattern);
    if (entry != null && entry.items.remove(item) && entry.items.isEmpty()) {
      entries.remove(pattern);
    }
    if (entries.isEmpty()) {
      byPrefix.remove(prefix(pattern));
    }
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
