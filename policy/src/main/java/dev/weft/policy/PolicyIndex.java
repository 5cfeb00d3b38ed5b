package dev.weft.policy;

import dev.weft.model.PolicySpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** All policies, found by what they are about. Immutable. */
record PolicyIndex(
    PMap<String, CompiledPolicy> byName,
    PatternIndex<CompiledPolicy> domains,
    PatternIndex<CompiledPolicy> products,
    PatternIndex<CompiledPolicy> ports,
    PatternIndex<CompiledPolicy> fields,
    PatternIndex<CompiledPolicy> tags,
    HidingByTag allHidingByTag) {
  static final PolicyIndex NONE =
      new PolicyIndex(
          HashTreePMap.empty(),
          PatternIndex.empty(),
          PatternIndex.empty(),
          PatternIndex.empty(),
          PatternIndex.empty(),
          PatternIndex.empty(),
          HidingByTag.NONE);

  Optional<CompiledPolicy> get(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The same with a policy's new version, or without it. */
  PolicyIndex with(String name, Optional<CompiledPolicy> after) {
    var without = get(name).map(this::minus).orElse(this);
    return after.map(without::plus).orElse(without);
  }

  private PolicyIndex plus(CompiledPolicy policy) {
    var about = policy.spec().resources();
    return new PolicyIndex(
        byName.plus(policy.name(), policy),
        each(domains, about.domains(), PolicyIndex::whole, (in, at) -> in.plus(at, policy)),
        each(products, about.products(), PolicyIndex::whole, (in, at) -> in.plus(at, policy)),
        each(ports, about.ports(), PolicyIndex::whole, (in, at) -> in.plus(at, policy)),
        each(fields, about.fields(), PolicyIndex::portOf, (in, at) -> in.plus(at, policy)),
        each(tags, about.tags(), PolicyIndex::whole, (in, at) -> in.plus(at, policy)),
        mayHideByTag(policy) ? allHidingByTag.plus(policy) : allHidingByTag);
  }

  private PolicyIndex minus(CompiledPolicy policy) {
    var about = policy.spec().resources();
    return new PolicyIndex(
        byName.minus(policy.name()),
        each(domains, about.domains(), PolicyIndex::whole, (in, at) -> in.minus(at, policy)),
        each(products, about.products(), PolicyIndex::whole, (in, at) -> in.minus(at, policy)),
        each(ports, about.ports(), PolicyIndex::whole, (in, at) -> in.minus(at, policy)),
        each(fields, about.fields(), PolicyIndex::portOf, (in, at) -> in.minus(at, policy)),
        each(tags, about.tags(), PolicyIndex::whole, (in, at) -> in.minus(at, policy)),
        mayHideByTag(policy) ? allHidingByTag.minus(policy) : allHidingByTag);
  }

  private static boolean mayHideByTag(CompiledPolicy policy) {
    return policy.hasTags() && policy.type() != PolicySpec.Type.ROW_FILTER;
  }

  private interface Step {
    PatternIndex<CompiledPolicy> of(PatternIndex<CompiledPolicy> index, String at);
  }

  private static PatternIndex<CompiledPolicy> each(
      PatternIndex<CompiledPolicy> index,
      List<String> patterns,
      UnaryOperator<String> place,
      Step step) {
    var all = index;
    for (var pattern : patterns) {
      all = step.of(all, place.apply(Template.wild(pattern)));
    }
    return all;
  }

  private static String whole(String pattern) {
    return pattern;
  }

  /** Which policies are about this port or its fields, by name. */
  List<Coverage> coverages(PortFacts port) {
    var found = new HashSet<CompiledPolicy>();
    domains.find(port.domain(), found);
    products.find(port.name().product(), found);
    ports.find(port.name().topic(), found);
    fields.find(port.name().topic(), found);
    tagsOf(port).forEach(tag -> tags.find(tag, found));
    var all = new ArrayList<Coverage>();
    found.forEach(policy -> policy.coverage(port).ifPresent(all::add));
    all.sort(Comparator.comparing(coverage -> coverage.policy().name()));
    return List.copyOf(all);
  }

  /** Policies that may hide a field from this reader by its tag, on any port; by name. */
  List<CompiledPolicy> hidingByTag(Reader reader) {
    return allHidingByTag.naming(reader);
  }

  /**
   * A pattern for the ports whose fields this pattern may cover: the same up to the field's dot, or
   * up to its first star, since a star may stand for dots too.
   */
  private static String portOf(String pattern) {
    var star = pattern.indexOf('*');
    var end = pattern.indexOf('.', pattern.indexOf('.') + 1);
    if (star >= 0 && (end < 0 || star < end)) {
      return pattern.substring(0, star) + "*";
    }
    return end < 0 ? pattern : pattern.substring(0, end);
  }

  private static Set<String> tagsOf(PortFacts port) {
    var all = new HashSet<>(port.tags().keySet());
    port.fields().forEach(field -> all.addAll(field.tags().keySet()));
    return all;
  }
}
