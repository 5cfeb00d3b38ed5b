package dev.weft.policy;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * What is known of a port, with the policies that are about it, found by whom their rules name: of
 * thousands, a reader is put to those few that may say something. Immutable; after a change it
 * shares with what it was all that is still the same.
 */
final class PortRules {
  private final PortFacts facts;
  private final TreePMap<String, Coverage> byName;
  private final PMap<String, PMap<String, Coverage>> byNamed;

  private PortRules(
      PortFacts facts,
      TreePMap<String, Coverage> byName,
      PMap<String, PMap<String, Coverage>> byNamed) {
    this.facts = facts;
    this.byName = byName;
    this.byNamed = byNamed;
  }

  /** A port and what is about it. */
  static PortRules of(PortFacts facts, List<Coverage> coverages) {
    var rules = new PortRules(facts, TreePMap.empty(), HashTreePMap.empty());
    for (var coverage : coverages) {
      rules = rules.plus(coverage);
    }
    return rules;
  }

  PortFacts facts() {
    return facts;
  }

  /** All policies that are about the port, by name. */
  Collection<Coverage> coverages() {
    return byName.values();
  }

  /** Those of them that may say something to the reader, by name. */
  Collection<Coverage> coverages(Reader reader) {
    var found = new TreeMap<String, Coverage>();
    for (var who : reader.keys()) {
      found.putAll(byNamed.getOrDefault(who, HashTreePMap.empty()));
    }
    return found.values();
  }

  @SuppressWarnings("ReferenceEquality") // another version of a policy is another policy
  boolean has(CompiledPolicy policy) {
    var known = byName.get(policy.name());
    return known != null && known.policy() == policy;
  }

  /** The same without a policy that is here, and with another; nothing else is looked at again. */
  PortRules with(Optional<CompiledPolicy> gone, Optional<Coverage> come) {
    var left = gone.map(this::minus).orElse(this);
    return come.map(left::plus).orElse(left);
  }

  private PortRules plus(Coverage coverage) {
    var name = coverage.policy().name();
    var all = byNamed;
    for (var who : coverage.policy().named()) {
      all = all.plus(who, all.getOrDefault(who, HashTreePMap.empty()).plus(name, coverage));
    }
    return new PortRules(facts, byName.plus(name, coverage), all);
  }

  private PortRules minus(CompiledPolicy policy) {
    var all = byNamed;
    for (var who : policy.named()) {
      var left = all.getOrDefault(who, HashTreePMap.empty()).minus(policy.name());
      all = left.isEmpty() ? all.minus(who) : all.plus(who, left);
    }
    return new PortRules(facts, byName.minus(policy.name()), all);
  }
}
