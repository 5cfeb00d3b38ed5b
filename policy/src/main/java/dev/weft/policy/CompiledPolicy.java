package dev.weft.policy;

import dev.weft.model.NamePattern;
import dev.weft.model.PolicySpec;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A policy with its patterns and conditions compiled. Immutable, compared by identity. */
final class CompiledPolicy {
  private final PolicySpec spec;
  private final List<CompiledRule> rules;
  private final Optional<Condition> condition;
  private final Windows windows;
  private final ZoneId timezone;
  private final ResourceMatch excluded;
  private final CoverageReader coverages;
  private final boolean templated;
  private final boolean hasTags;
  private final boolean excludes;
  private final Set<String> named;

  CompiledPolicy(PolicySpec spec, Conditions conditions) {
    this.spec = spec;
    rules =
        IntStream.range(0, spec.rules().size())
            .mapToObj(i -> CompiledRule.of(spec, i + 1, spec.rules().get(i), conditions))
            .toList();
    condition = conditions.of(spec.when());
    windows = Windows.of(spec);
    timezone = timezone(spec.timezone());
    excluded = ResourceMatch.of(spec.resources().excludes(), CompiledPolicy::untouched);
    coverages =
        new CoverageReader(
            this, ResourceMatch.of(spec.resources(), CompiledPolicy::wild), excluded, true);
    templated = texts().anyMatch(Template::isOne);
    hasTags = !spec.resources().tags().isEmpty();
    excludes = !excluded.isEmpty();
    named = Set.copyOf(Naming.of(this));
  }

  private Stream<String> texts() {
    var named = spec.resources();
    var out = named.excludes();
    return Stream.of(
            named.domains(),
            named.products(),
            named.ports(),
            named.fields(),
            named.tags(),
            out.domains(),
            out.products(),
            out.ports(),
            out.fields(),
            out.tags())
        .flatMap(List::stream);
  }

  /** A zone that does not exist is told of by the windows, which read it too. */
  private static ZoneId timezone(String text) {
    try {
      return Windows.zone(text, ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return ZoneOffset.UTC;
    }
  }

  /** For any reader: at least what it is about for one. */
  private static List<NamePattern> wild(String text) {
    return List.of(NamePattern.of(Template.wild(text)));
  }

  /** What is taken out for some readers only is not taken out for all. */
  private static List<NamePattern> untouched(String text) {
    return Template.isOne(text) ? List.of() : List.of(NamePattern.of(text));
  }

  String name() {
    return spec.name();
  }

  PolicySpec.Type type() {
    return spec.type();
  }

  PolicySpec spec() {
    return spec;
  }

  boolean isOverride() {
    return spec.priority() == PolicySpec.Priority.OVERRIDE;
  }

  boolean hasTags() {
    return hasTags;
  }

  ZoneId timezone() {
    return timezone;
  }

  Windows windows() {
    return windows;
  }

  Optional<Condition> condition() {
    return condition;
  }

  List<CompiledRule> rules() {
    return rules;
  }

  boolean deniesOthers() {
    return spec.type() == PolicySpec.Type.ACCESS && spec.otherwise() == PolicySpec.Otherwise.DENY;
  }

  boolean excludesFields() {
    return spec.resources().excludes().namesFields();
  }

  boolean isTemplated() {
    return templated;
  }

  /** The keys of those whom it may concern. */
  Set<String> named() {
    return named;
  }

  /** Whether a change of it may change what this reader sees; rather once too often. */
  boolean mayConcern(Reader reader, PortFacts port) {
    return deniesOthers()
        || rules.stream().anyMatch(rule -> rule.speaks() && rule.mayName(reader, port));
  }

  /** Policies of a zone are about ports of this zone, the others about ports of none. */
  boolean reachesByName(PortFacts port) {
    return spec.zone().equals(port.zone());
  }

  /** Policies on tags go over the borders of zones, unless a zone wants its own only. */
  boolean reachesByTag(PortFacts port) {
    return spec.zone().equals(port.zone()) || (spec.zone().isEmpty() && !port.ownTagPolicies());
  }

  /** Whether it could hide a field of this port by a tag that nobody knows of yet. */
  boolean mayHideByTag(PortFacts port) {
    return hasTags && reachesByTag(port) && !(excludes && coverages.isExcluded(port));
  }

  /** What of the port the policy is about, for any reader; empty when nothing. */
  Optional<Coverage> coverage(PortFacts port) {
    return coverages.of(port);
  }

  /** What of the port it is about for this reader, whose attributes its names may use. */
  Optional<Coverage> coverage(PortFacts port, Reader reader) {
    var certain = new AtomicBoolean(true);
    var user = reader.asUser(port);
    var named = ResourceMatch.of(spec.resources(), text -> known(text, user, certain));
    var out =
        ResourceMatch.of(
            spec.resources().excludes(),
            text -> Template.patterns(text, user).orElseGet(() -> unknownExclusion(certain)));
    return new CoverageReader(this, named, out, certain.get()).of(port);
  }

  private static List<NamePattern> known(
      String text, Map<String, Object> user, AtomicBoolean certain) {
    var patterns = Template.patterns(text, user);
    if (patterns.isEmpty()) {
      certain.set(false);
    }
    return patterns.orElseGet(() -> wild(text));
  }

  private static List<NamePattern> unknownExclusion(AtomicBoolean certain) {
    certain.set(false);
    return List.of();
  }
}
