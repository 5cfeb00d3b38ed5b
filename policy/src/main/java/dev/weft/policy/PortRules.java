package dev.weft.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of a port, with the policies that are about it, found by whom their rules name: of
 * thousands, a reader is put to those few that may say something. Immutable.
 */
final class PortRules {
  private static final Comparator<Coverage> BY_NAME =
      Comparator.comparing(coverage -> coverage.policy().name());

  private final PortFacts facts;
  private final List<Coverage> coverages;
  private final Map<String, List<Coverage>> byNamed = new HashMap<>();

  /** A port and what is about it, by name. */
  PortRules(PortFacts facts, List<Coverage> coverages) {
    this.facts = facts;
    this.coverages = List.copyOf(coverages);
    for (var coverage : this.coverages) {
      coverage
          .policy()
          .named()
          .forEach(who -> byNamed.computeIfAbsent(who, any -> new ArrayList<>()).add(coverage));
    }
  }

  PortFacts facts() {
    return facts;
  }

  /** All policies that are about the port, by name. */
  List<Coverage> coverages() {
    return coverages;
  }

  /** Those of them that may say something to the reader, by name. */
  List<Coverage> coverages(Reader reader) {
    var found = new TreeMap<String, Coverage>();
    for (var who : reader.keys()) {
      for (var coverage : byNamed.getOrDefault(who, List.of())) {
        found.put(coverage.policy().name(), coverage);
      }
    }
    return List.copyOf(found.values());
  }

  /** The same after a policy has changed; nothing else is looked at again. */
  PortRules changed(Optional<CompiledPolicy> before, Optional<CompiledPolicy> after) {
    var covered = after.flatMap(policy -> policy.coverage(facts));
    var had = before.filter(this::has).isPresent();
    if (!had && covered.isEmpty()) {
      return this;
    }
    var all = new ArrayList<Coverage>(coverages.size() + 1);
    coverages.stream()
        .filter(one -> before.isEmpty() || !one.policy().equals(before.get()))
        .forEach(all::add);
    covered.ifPresent(all::add);
    all.sort(BY_NAME);
    return new PortRules(facts, all);
  }

  private boolean has(CompiledPolicy policy) {
    for (var one : coverages) {
      if (one.policy().equals(policy)) {
        return true;
      }
    }
    return false;
  }
}
