package dev.weft.catalog.lineage;

import dev.weft.model.ResourceKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which resources go with which word, in either direction of interest: who says it, who hears. */
final class Words {
  /** A set of one is a fifth of the size of one that can grow, and most are of one. */
  private final Map<String, Set<ResourceKey>> keys = new HashMap<>();

  Set<ResourceKey> of(String word) {
    return keys.getOrDefault(word, Set.of());
  }

  void add(String word, ResourceKey key) {
    var all = keys.get(word);
    if (all == null) {
      keys.put(word, Set.of(key));
    } else if (all.size() == 1) {
      var both = new HashSet<>(all);
      both.add(key);
      keys.put(word, both);
    } else {
      all.add(key);
    }
  }

  void remove(String word, ResourceKey key) {
    var all = keys.get(word);
    if (all == null || !all.contains(key)) {
      return;
    }
    if (all.size() == 1) {
      keys.remove(word);
      return;
    }
    all.remove(key);
    if (all.size() == 1) {
      keys.put(word, Set.copyOf(all));
    }
  }
}
