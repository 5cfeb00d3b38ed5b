package dev.weft.policy;

import dev.weft.model.PolicySpec;
import dev.weft.policy.MaskTier.Winner;
import dev.weft.policy.mask.MaskKind;
import dev.weft.policy.mask.Masks;
import dev.weft.spi.FieldRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides masks. Within one policy the first rule that applies decides; between policies of one
 * priority the strictest mask wins; where an override policy says something, even {@code none}, the
 * others are not asked.
 */
final class MaskRules {
  private final Question question;
  private final Masks masks;
  private final Witness witness;
  private final MaskTier override;
  private final MaskTier normal;

  MaskRules(Question question, Masks masks, Witness witness) {
    this.question = question;
    this.masks = masks;
    this.witness = witness;
    override = new MaskTier(question.judge(), question.port());
    normal = new MaskTier(question.judge(), question.port());
  }

  MaskRules consider() {
    question.coverages(PolicySpec.Type.MASK).forEach(this::consider);
    question.hidingByTag(PolicySpec.Type.MASK).forEach(policy -> tier(policy).considerTags(policy));
    return this;
  }

  private MaskTier tier(CompiledPolicy policy) {
    return policy.isOverride() ? override : normal;
  }

  /** The policy that may mask this field by a tag which nobody has found out yet; may be empty. */
  String hidesByTag(FieldFacts field) {
    return MaskTier.first(
        override.hidesByTag(),
        () -> override.certain(field.path()).isPresent() ? "" : normal.hidesByTag());
  }

  /** The policy that may mask a field of this port which nobody has seen yet; may be empty. */
  String hidesUnknown() {
    return MaskTier.first(
        override.hidesUnknown(), () -> override.decidesUnknown() ? "" : normal.hidesUnknown());
  }

  /** Whether a policy that masks wants a record that cannot be decoded to end the reading. */
  boolean undecodableFails() {
    return override.undecodableFails() || normal.undecodableFails();
  }

  FieldDecision decide(FieldFacts field) {
    var path = field.path();
    var certain = override.certain(path).or(() -> normal.certain(path));
    var possible = Winner.stricter(override.possible(path), normal.possible(path));
    return Winner.stricter(certain, possible)
        .map(winner -> decision(winner, field))
        .orElse(FieldDecision.SHOW);
  }

  private FieldDecision decision(Winner winner, FieldFacts field) {
    var policy = winner.policy().name();
    if (winner.mask().kind().isEmpty()) {
      return FieldDecision.withhold(policy, winner.tag(), "the policy's mask is unknown");
    }
    if (winner.mask().kind().get() == MaskKind.NONE) {
      return new FieldDecision(FieldRule.SHOW, policy, winner.tag(), "");
    }
    var mask = masks.of(winner.mask(), field.type(), question.judge().user());
    var rule = new FieldRule.Masked(mask, policy, winner.tag());
    return new FieldDecision(rule, policy, winner.tag(), "");
  }

  private void consider(Coverage coverage) {
    var policy = coverage.policy();
    if (question.isUnconcerned(policy)) {
      witness.considered(policy.name(), false, () -> "no rule names " + question.who());
      return;
    }
    var said = tier(policy).consider(coverage);
    if (said.isEmpty()) {
      witness.considered(policy.name(), false, () -> question.judge().whyNot(coverage));
    } else {
      witness.considered(policy.name(), true, () -> said(said, coverage));
    }
  }

  private static String said(Map<String, String> said, Coverage coverage) {
    var fields = new TreeMap<String, List<String>>();
    new TreeMap<>(said)
        .forEach(
            (path, words) -> {
              var tag = coverage.tagOf(path);
              fields
                  .computeIfAbsent(words, any -> new ArrayList<>())
                  .add(path + (tag.isEmpty() ? "" : " (" + tag + ")"));
            });
    return fields.entrySet().stream()
        .map(one -> one.getKey() + " for " + one.getValue())
        .collect(Collectors.joining("; "));
  }
}
