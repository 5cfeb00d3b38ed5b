package dev.weft.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Asks policies about one reader of one port, at one moment. Fail closed: a rule that opens applies
 * only when its conditions certainly hold; one that hides, unless they certainly do not.
 */
final class Judge {
  private final Reader reader;
  private final PortFacts port;
  private final Circumstances circumstances;
  private Optional<Map<String, Object>> user = Optional.empty();
  private final Map<String, Object> resource;
  private final Map<CompiledPolicy, Truth> inForce = new HashMap<>();

  Judge(Reader reader, PortFacts port, Circumstances circumstances) {
    this.reader = reader;
    this.port = port;
    this.circumstances = circumstances;
    resource = resource(port);
  }

  private static Map<String, Object> resource(PortFacts port) {
    var all = new HashMap<String, Object>();
    all.put("domain", port.domain());
    all.put("product", port.name().product());
    all.put("port", port.name().topic());
    all.put("zone", port.zone());
    all.put("owners", port.owners().stream().sorted().toList());
    port.owners().stream().sorted().findFirst().ifPresent(owner -> all.put("owner", owner));
    all.put("tags", port.tags().keySet().stream().sorted().toList());
    return all;
  }

  /** The reader as expressions see it here, made when one asks. */
  Map<String, Object> user() {
    if (user.isEmpty()) {
      user = Optional.of(reader.asUser(port));
    }
    return user.get();
  }

  /** What the policy says about the port as a whole. */
  Verdict ofPort(Coverage coverage) {
    return verdict(coverage, target(coverage), true);
  }

  private Target target(Coverage coverage) {
    return Target.port(
        coverage.portTag().isEmpty()
            ? Optional.empty()
            : Optional.of(new Target.Tag(coverage.portTag(), port.tags().get(coverage.portTag()))));
  }

  /** What the policy says about the port's records, one by one. */
  Verdict ofRecords(Coverage coverage) {
    return verdict(coverage, target(coverage), false);
  }

  /** Why a policy that names the reader says nothing after all. */
  String whyNot(Coverage coverage) {
    var policy = coverage.policy();
    if (!policy.spec().enabled()) {
      return "it is disabled";
    }
    if (inForce(policy) == Truth.NO) {
      return "it does not hold at this time";
    }
    var why = new TreeSet<>(verdict(coverage, target(coverage), false).why());
    port.fields().stream()
        .filter(field -> coverage.fields().containsKey(field.path()))
        .forEach(field -> why.addAll(ofField(coverage, field).why()));
    return why.isEmpty() ? "no rule of it applies" : String.join("; ", why);
  }

  /** What the policy says about a known field that it covers. */
  Verdict ofField(Coverage coverage, FieldFacts field) {
    var covered = coverage.fields().get(field.path());
    if (!asksForTag(coverage.policy())) {
      var tag = covered.tag().map(name -> new Target.Tag(name, field.tags().get(name)));
      return verdict(coverage, Target.field(field.path(), tag, false), false);
    }
    var tags = covered.tags().isEmpty() ? field.tags().keySet() : covered.tags();
    var all = Verdict.NOTHING;
    for (var name : tags.stream().sorted().toList()) {
      var tag = Optional.of(new Target.Tag(name, field.tags().get(name)));
      all = all.and(verdict(coverage, Target.field(field.path(), tag, false), false));
    }
    var byName = covered.tags().isEmpty();
    if (byName && (tags.isEmpty() || !field.lookedAt())) {
      var target = Target.field(field.path(), Optional.empty(), !field.lookedAt());
      all = all.and(verdict(coverage, target, false));
    }
    return all;
  }

  /** What the policy says about a field whose name or tags nobody knows. */
  Verdict ofUnknown(CompiledPolicy policy, boolean certain) {
    return verdict(policy, certain, Target.UNKNOWN, false);
  }

  private Verdict verdict(Coverage coverage, Target target, boolean whole) {
    return verdict(coverage.policy(), coverage.certain(), target, whole);
  }

  private Verdict verdict(CompiledPolicy policy, boolean certain, Target target, boolean whole) {
    var holds = inForce(policy).and(certain ? Truth.YES : Truth.UNKNOWN);
    if (holds == Truth.NO) {
      return Verdict.NOTHING;
    }
    var why = new ArrayList<String>();
    var possible = new ArrayList<CompiledRule>();
    for (var rule : policy.rules()) {
      if (!rule.speaks() || !rule.mayName(reader, port)) {
        continue;
      }
      if (!rule.names(reader, port)) {
        why.add("rule " + rule.number() + " makes an exception of " + reader.id());
        continue;
      }
      if (whole && isAboutParts(policy, rule, target)) {
        return new Verdict(Optional.empty(), List.copyOf(possible), why);
      }
      var applies = holds.and(at(policy, policy.condition(), target));
      applies = applies.and(at(policy, rule.condition(), target));
      if (applies == Truth.YES) {
        return new Verdict(Optional.of(rule), List.copyOf(possible), why);
      }
      note(rule, policy, applies, why);
      if (applies == Truth.UNKNOWN && rule.effect().closes()) {
        possible.add(rule);
      }
    }
    return new Verdict(otherwise(policy, holds, target, whole), List.copyOf(possible), why);
  }

  private Optional<CompiledRule> otherwise(
      CompiledPolicy policy, Truth holds, Target target, boolean whole) {
    if (!policy.deniesOthers()
        || (whole && policy.condition().filter(one -> isAboutParts(one, target)).isPresent())
        || holds.and(at(policy, policy.condition(), target)) == Truth.NO) {
      return Optional.empty();
    }
    return Optional.of(CompiledRule.otherwise());
  }

  private static void note(
      CompiledRule rule, CompiledPolicy policy, Truth applies, List<String> why) {
    var text =
        rule.condition().or(policy::condition).map(Condition::text).orElse("a name it is about");
    why.add(
        "rule "
            + rule.number()
            + (applies == Truth.NO ? " is not met: " : " cannot be evaluated: ")
            + text);
  }

  /** Whether the policy is enabled and within a window of its validity. */
  Truth inForce(CompiledPolicy policy) {
    if (!policy.spec().enabled()) {
      return Truth.NO;
    }
    return policy.windows().isAlways()
        ? Truth.YES
        : inForce.computeIfAbsent(policy, one -> one.windows().at(circumstances));
  }

  private Truth at(CompiledPolicy policy, Optional<Condition> condition, Target target) {
    if (condition.isEmpty()) {
      return Truth.YES;
    }
    var one = condition.get();
    circumstances.lookedAt(one, policy.timezone());
    var truth = one.at(variables(policy, target));
    return target.unknown() && (one.asksForField() || one.asksForTag()) ? Truth.UNKNOWN : truth;
  }

  private Map<String, Map<String, Object>> variables(CompiledPolicy policy, Target target) {
    var here = new HashMap<>(resource);
    target.field().ifPresent(path -> here.put("field", path));
    return Map.of(
        "user",
        user(),
        "resource",
        here,
        "tag",
        tag(target),
        "env",
        circumstances.env(policy.timezone()));
  }

  /** A field without the tag that is asked for has one without a name. */
  private static Map<String, Object> tag(Target target) {
    return target
        .tag()
        .<Map<String, Object>>map(
            tag -> Map.of("name", tag.name(), "attributes", tag.facts().attributes()))
        .orElse(Map.of("name", "", "attributes", Map.of()));
  }

  private static boolean asksForTag(CompiledPolicy policy) {
    return policy.condition().filter(Condition::asksForTag).isPresent()
        || policy.rules().stream()
            .anyMatch(rule -> rule.condition().filter(Condition::asksForTag).isPresent());
  }

  /** A condition on fields or their tags decides about fields, not about the port. */
  private static boolean isAboutParts(CompiledPolicy policy, CompiledRule rule, Target target) {
    return policy.condition().filter(one -> isAboutParts(one, target)).isPresent()
        || rule.condition().filter(one -> isAboutParts(one, target)).isPresent();
  }

  private static boolean isAboutParts(Condition condition, Target target) {
    return condition.asksForField() || (condition.asksForTag() && target.tag().isEmpty());
  }
}
