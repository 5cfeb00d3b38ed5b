package dev.weft.policy;

import dev.weft.model.PolicySpec;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides access. Override policies come first; among policies of one priority a deny wins over
 * every allow and over subscriptions; else any allow, or a subscription, lets the reader in; else
 * nobody gets in. Policies on fields or their tags decide about these fields only.
 */
final class AccessRules {
  private final Question question;
  private final Witness witness;
  private final AccessTier override;
  private final AccessTier normal;

  AccessRules(Question question, Witness witness) {
    this.question = question;
    this.witness = witness;
    override = new AccessTier(question.judge(), question.port());
    normal = new AccessTier(question.judge(), question.port());
  }

  Access decide() {
    if (question.isOwnPort()) {
      normal.allowOwn();
    }
    question.coverages(PolicySpec.Type.ACCESS).forEach(this::consider);
    question
        .hidingByTag(PolicySpec.Type.ACCESS)
        .forEach(policy -> tier(policy).considerTags(policy));
    var grant =
        Grant.of(
            question.subscriptions(),
            question.circumstances().now(),
            question.circumstances().purpose());
    grant.ifPresent(this::consider);
    if (!override.deniedBy().isEmpty()) {
      return deniedBy(override);
    }
    if (!normal.deniedBy().isEmpty() && !override.allowsSome()) {
      return deniedBy(normal);
    }
    if (!override.allowsSome() && !normal.allowsSome() && grant.isEmpty()) {
      return denied(noAccess(), Set.of());
    }
    return allowed(normal.deniedBy().isEmpty() ? grant : Optional.empty());
  }

  private AccessTier tier(CompiledPolicy policy) {
    return policy.isOverride() ? override : normal;
  }

  private Access deniedBy(AccessTier tier) {
    var policy = tier.deniedBy();
    return denied("Policy " + policy + " denies it.", Set.of(policy));
  }

  private Access denied(String reason, Set<String> because) {
    return new Access(false, reason, override, normal, Optional.empty(), because, Optional.empty());
  }

  private Access allowed(Optional<Grant> grant) {
    var policies = new TreeSet<>(override.because());
    if (!override.wholePort() && normal.deniedBy().isEmpty()) {
      policies.addAll(normal.because());
    }
    var wholePort = override.wholePort() || (normal.wholePort() && normal.deniedBy().isEmpty());
    var until = wholePort ? Optional.<Instant>empty() : grant.flatMap(Grant::until);
    var because = new TreeSet<>(policies);
    grant.ifPresent(found -> found.subscriptions().forEach(one -> because.add(one.id())));
    var reason =
        question.isOwnPort()
            ? "It is the product's own port."
            : Sentences.allowed(policies, grant.isPresent(), until);
    return new Access(true, reason, override, normal, grant, Set.copyOf(because), until);
  }

  private void consider(Coverage coverage) {
    var policy = coverage.policy();
    if (question.isUnconcerned(policy)) {
      witness.considered(
          policy.name(), false, () -> "no rule about reading names " + question.who());
      return;
    }
    var said = tier(policy).consider(coverage);
    if (said.isEmpty()) {
      witness.considered(policy.name(), false, () -> question.judge().whyNot(coverage));
    } else {
      witness.considered(policy.name(), true, () -> said);
    }
  }

  private void consider(Grant grant) {
    grant
        .subscriptions()
        .forEach(one -> witness.considered(one.id(), true, () -> "the subscription gives access"));
  }

  private String noAccess() {
    var purpose = question.circumstances().purposeAsNamed();
    return question.who()
        + " has no right to read "
        + question.port().name()
        + (purpose.isBlank() ? "" : " for the purpose '" + purpose + "'")
        + ": no policy allows it, and no approved subscription covers it.";
  }
}
