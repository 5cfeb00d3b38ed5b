package dev.weft.policy;

import dev.weft.model.PolicySpec;
import dev.weft.policy.CompiledPolicy.Coverage;
import dev.weft.policy.CompiledRule.Effect;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides access. A deny of any policy wins over everything; else any allow, or a subscription,
 * lets the reader in; else nobody gets in. Policies on fields or their tags decide about these
 * fields only.
 */
final class AccessRules {
  private final Question question;
  private final Witness witness;
  private final Set<String> because = new TreeSet<>();
  private final Set<String> grantedFields = new HashSet<>();
  private final Map<String, FieldDecision> deniedFields = new LinkedHashMap<>();
  private boolean wholePort;
  private String deniedBy = "";

  AccessRules(Question question, Witness witness) {
    this.question = question;
    this.witness = witness;
  }

  Access decide() {
    if (question.isOwnPort()) {
      wholePort = true;
    }
    question.coverages(PolicySpec.Type.ACCESS).forEach(this::consider);
    var grant = Grant.of(question.subscriptions(), question.now());
    consider(grant);
    if (!deniedBy.isEmpty()) {
      return Access.deny("Policy " + deniedBy + " denies it.");
    }
    if (!wholePort && grantedFields.isEmpty() && grant.isEmpty()) {
      return Access.deny(noAccess());
    }
    var deniedByTag = deniedByTag();
    return new Access(
        true,
        reason(grant),
        granted(grant),
        Map.copyOf(deniedFields),
        deniedByTag,
        unknownDenied(deniedByTag),
        Set.copyOf(because),
        wholePort ? Optional.empty() : grant.flatMap(Grant::until));
  }

  private void consider(Coverage coverage) {
    var policy = coverage.policy();
    var rule = question.ruleOf(policy);
    if (rule.isEmpty()) {
      witness.considered(
          policy.name(), false, () -> "no rule about reading names " + question.who());
    } else if (rule.get().effect() instanceof Effect.Deny) {
      witness.considered(policy.name(), true, () -> said(rule.get(), "denies ", coverage));
      deny(coverage);
    } else {
      witness.considered(policy.name(), true, () -> said(rule.get(), "allows ", coverage));
      allow(coverage);
    }
  }

  private void deny(Coverage coverage) {
    var policy = coverage.policy().name();
    if (coverage.wholePort()) {
      deniedBy = deniedBy.isEmpty() ? policy : deniedBy;
    }
    coverage
        .fields()
        .forEach(
            (path, tag) ->
                deniedFields.putIfAbsent(
                    path, FieldDecision.withhold(policy, tag, "it is denied")));
  }

  private void allow(Coverage coverage) {
    because.add(coverage.policy().name());
    wholePort |= coverage.wholePort();
    grantedFields.addAll(coverage.fields().keySet());
  }

  private void consider(Optional<Grant> grant) {
    grant.ifPresent(
        found ->
            found
                .subscriptions()
                .forEach(
                    one -> {
                      because.add(one.id());
                      witness.considered(one.id(), true, () -> "the subscription gives access");
                    }));
  }

  private Optional<Set<String>> granted(Optional<Grant> grant) {
    if (wholePort || grant.map(found -> found.fields().isEmpty()).orElse(false)) {
      return Optional.empty();
    }
    var all = new HashSet<>(grantedFields);
    grant.ifPresent(found -> all.addAll(found.fields()));
    return Optional.of(Set.copyOf(all));
  }

  private String deniedByTag() {
    return question.hidingByTag().stream()
        .filter(policy -> policy.type() == PolicySpec.Type.ACCESS && denies(policy))
        .map(CompiledPolicy::name)
        .findFirst()
        .orElse("");
  }

  private String unknownDenied(String deniedByTag) {
    return question.coverages(PolicySpec.Type.ACCESS).stream()
        .filter(coverage -> coverage.unknownFields() && denies(coverage.policy()))
        .map(coverage -> coverage.policy().name())
        .findFirst()
        .orElse(deniedByTag);
  }

  private boolean denies(CompiledPolicy policy) {
    return question.ruleOf(policy).map(rule -> rule.effect() instanceof Effect.Deny).orElse(false);
  }

  private String reason(Optional<Grant> grant) {
    if (question.isOwnPort()) {
      return "It is the product's own port.";
    }
    var policies = new TreeSet<>(because);
    grant.ifPresent(found -> found.subscriptions().forEach(one -> policies.remove(one.id())));
    return Sentences.allowed(
        policies,
        policies.size() < because.size(),
        wholePort ? Optional.empty() : grant.flatMap(Grant::until));
  }

  private String noAccess() {
    return question.who()
        + " has no right to read "
        + question.port().name()
        + ": no policy allows it, and no approved subscription covers it.";
  }

  private static String said(CompiledRule rule, String verb, Coverage coverage) {
    var what = coverage.wholePort() ? "the port" : new TreeSet<>(coverage.fields().keySet());
    return "rule " + rule.number() + " " + verb + what;
  }
}
