package dev.weft.catalog.lineage;

import dev.weft.model.ResourceKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which resources go with which word, in either direction of interest: who says it, who hears. */
final class Words {
  private final Map<String, Set<ResourceKey>> keys = new HashMap<>();

  Set<ResourceKey> of(String word) {
    return keys.getOrDefault(word, Set.of());
  }

  void add(String word, ResourceKey key) {
    keys.computeIfAbsent(word, added -> new HashSet<>(2)).add(key);
  }

  void remove(String word, ResourceKey key) {
    var all = keys.get(word);
    if (all != null && all.remove(key) && all.isEmpty()) {
      keys.remove(word);
    }
  }
}
