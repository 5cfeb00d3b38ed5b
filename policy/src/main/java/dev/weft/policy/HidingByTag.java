package dev.weft.policy;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The policies that may hide a field by a tag, found by whom their rules name: they matter to every
 * port that has a field which nobody has classified, so there may be thousands. Many may ask at a
 * time, and nobody while one is added or removed.
 */
final class HidingByTag {
  private static final Comparator<CompiledPolicy> BY_NAME =
      Comparator.comparing(CompiledPolicy::name);

  /** So many readers are remembered. */
  private static final int READERS_MAX = 10_000;

  private final Map<String, Map<String, CompiledPolicy>> byNamed = new HashMap<>();

  /** What was found for those who have asked. */
  private final ConcurrentMap<List<String>, List<CompiledPolicy>> found = new ConcurrentHashMap<>();

  void add(CompiledPolicy policy) {
    found.clear();
    policy
        .named()
        .forEach(
            who -> byNamed.computeIfAbsent(who, any -> new TreeMap<>()).put(policy.name(), policy));
  }

  /** One that is not here leaves all as it is. */
  void remove(CompiledPolicy policy) {
    for (var who : policy.named()) {
      var all = byNamed.get(who);
      if (all != null && all.remove(policy.name()) != null) {
        found.clear();
        if (all.isEmpty()) {
          byNamed.remove(who);
        }
      }
    }
  }

  /** Those that may name the reader, by name. */
  List<CompiledPolicy> naming(Reader reader) {
    var known = found.get(reader.keys());
    if (known == null) {
      known = find(reader);
      if (found.size() >= READERS_MAX) {
        found.clear();
      }
      found.put(reader.keys(), known);
    }
    return known;
  }

  private List<CompiledPolicy> find(Reader reader) {
    var all = new HashSet<CompiledPolicy>();
    for (var who : reader.keys()) {
      all.addAll(byNamed.getOrDefault(who, Map.of()).values());
    }
    return all.stream().sorted(BY_NAME).toList();
  }
}
