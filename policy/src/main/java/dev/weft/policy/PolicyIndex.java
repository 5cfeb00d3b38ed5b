package dev.weft.policy;

import dev.weft.model.PolicySpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All policies, found by what they are about. Not safe for threads: the mesh facts guard it. */
final class PolicyIndex {
  private final Map<String, CompiledPolicy> byName = new HashMap<>();
  private final PatternIndex<CompiledPolicy> domains = new PatternIndex<>();
  private final PatternIndex<CompiledPolicy> products = new PatternIndex<>();
  private final PatternIndex<CompiledPolicy> ports = new PatternIndex<>();
  private final PatternIndex<CompiledPolicy> fields = new PatternIndex<>();
  private final PatternIndex<CompiledPolicy> tags = new PatternIndex<>();

  private final HidingByTag hidingByTag = new HidingByTag();

  Optional<CompiledPolicy> put(CompiledPolicy policy) {
    var before = remove(policy.name());
    byName.put(policy.name(), policy);
    var resources = policy.spec().resources();
    resources.domains().forEach(pattern -> domains.add(Template.wild(pattern), policy));
    resources.products().forEach(pattern -> products.add(Template.wild(pattern), policy));
    resources.ports().forEach(pattern -> ports.add(Template.wild(pattern), policy));
    resources.fields().forEach(pattern -> fields.add(portOf(Template.wild(pattern)), policy));
    resources.tags().forEach(pattern -> tags.add(Template.wild(pattern), policy));
    if (policy.hasTags() && policy.type() != PolicySpec.Type.ROW_FILTER) {
      hidingByTag.add(policy);
    }
    return before;
  }

  Optional<CompiledPolicy> remove(String name) {
    var policy = byName.remove(name);
    if (policy == null) {
      return Optional.empty();
    }
    var resources = policy.spec().resources();
    resources.domains().forEach(pattern -> domains.remove(Template.wild(pattern), policy));
    resources.products().forEach(pattern -> products.remove(Template.wild(pattern), policy));
    resources.ports().forEach(pattern -> ports.remove(Template.wild(pattern), policy));
    resources.fields().forEach(pattern -> fields.remove(portOf(Template.wild(pattern)), policy));
    resources.tags().forEach(pattern -> tags.remove(Template.wild(pattern), policy));
    hidingByTag.remove(policy);
    return Optional.of(policy);
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
    return hidingByTag.naming(reader);
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
