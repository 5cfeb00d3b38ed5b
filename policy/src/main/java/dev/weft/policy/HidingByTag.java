package dev.weft.policy;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * The policies that may hide a field by a tag, found by whom their rules name: they matter to every
 * port that has a field which nobody has classified, so there may be thousands. Immutable, but for
 * remembering what was asked.
 */
final class HidingByTag {
  static final HidingByTag NONE = new HidingByTag(HashTreePMap.empty());

  private static final Comparator<CompiledPolicy> BY_NAME =
      Comparator.comparing(CompiledPolicy::name);

  /** So many readers are remembered. */
  private static final int READERS_MAX = 10_000;

  private final PMap<String, PSet<CompiledPolicy>> byNamed;

  /** What was found for those who have asked. */
  private final ConcurrentMap<List<String>, List<CompiledPolicy>> found = new ConcurrentHashMap<>();

  private HidingByTag(PMap<String, PSet<CompiledPolicy>> byNamed) {
    this.byNamed = byNamed;
  }

  /** The same with this policy. */
  HidingByTag plus(CompiledPolicy policy) {
    var all = byNamed;
    for (var who : policy.named()) {
      all = all.plus(who, all.getOrDefault(who, HashTreePSet.empty()).plus(policy));
    }
    return new HidingByTag(all);
  }

  /** The same without this policy. */
  HidingByTag minus(CompiledPolicy policy) {
    var all = byNamed;
    for (var who : policy.named()) {
      var left = all.getOrDefault(who, HashTreePSet.empty()).minus(policy);
      all = left.isEmpty() ? all.minus(who) : all.plus(who, left);
    }
    return new HidingByTag(all);
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
      all.addAll(byNamed.getOrDefault(who, HashTreePSet.empty()));
    }
    return all.stream().sorted(BY_NAME).toList();
  }
}
