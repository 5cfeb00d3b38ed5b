package dev.weft.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * The policies that may hide a field by a tag, found by whom their rules name: they matter to every
 * port that has a field which nobody has classified, so there may be thousands. Not safe for
 * threads.
 */
final class HidingByTag {
  private static final Comparator<CompiledPolicy> BY_NAME =
      Comparator.comparing(CompiledPolicy::name);

  private final Map<String, Map<String, CompiledPolicy>> byNamed = new HashMap<>();

  void add(CompiledPolicy policy) {
    policy
        .named()
        .forEach(
            who -> byNamed.computeIfAbsent(who, any -> new TreeMap<>()).put(policy.name(), policy));
  }

  void remove(CompiledPolicy policy) {
    policy
        .named()
        .forEach(
            who ->
                byNamed.computeIfPresent(
                    who,
                    (any, all) -> {
                      all.remove(policy.name());
                      return all.isEmpty() ? null : all;
                    }));
  }

  /** Those that may name the reader, by name. */
  Collection<CompiledPolicy> naming(Reader reader) {
    var all = new HashSet<CompiledPolicy>();
    for (var who : reader.keys()) {
      all.addAll(byNamed.getOrDefault(who, Map.of()).values());
    }
    return all.stream().sorted(BY_NAME).toList();
  }
}
