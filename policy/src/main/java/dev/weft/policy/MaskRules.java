package dev.weft.policy;

import dev.weft.model.PolicySpec;
import dev.weft.policy.CompiledPolicy.Coverage;
import dev.weft.policy.CompiledRule.Effect.Masking;
import dev.weft.policy.mask.MaskKind;
import dev.weft.policy.mask.Masks;
import dev.weft.spi.FieldRule;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides masks. Within one policy the first rule that names the reader decides; between policies
 * the strictest mask wins, so that no policy can lift what another hides.
 */
final class MaskRules {
  private final Question question;
  private final Masks masks;
  private final Witness witness;
  private final Map<String, Winner> winners = new HashMap<>();
  private String hidesUnknown = "";
  private String hidesByTag = "";

  /** A mask on a field so far; without a kind the field is withheld. */
  private record Winner(Optional<MaskKind> kind, String policy, String tag) {
    int strictness() {
      return kind.map(MaskKind::ordinal).orElse(Integer.MAX_VALUE);
    }
  }

  MaskRules(Question question, Masks masks, Witness witness) {
    this.question = question;
    this.masks = masks;
    this.witness = witness;
  }

  MaskRules consider() {
    question.coverages(PolicySpec.Type.MASK).forEach(this::consider);
    hidesByTag =
        question.hidingByTag().stream()
            .filter(policy -> policy.type() == PolicySpec.Type.MASK && hides(policy))
            .map(CompiledPolicy::name)
            .findFirst()
            .orElse("");
    return this;
  }

  /** The policy that may mask a field by a tag which nobody has found out yet; may be empty. */
  String hidesByTag() {
    return hidesByTag;
  }

  /** The policy that may mask a field of this port which nobody has seen yet; may be empty. */
  String hidesUnknown() {
    return hidesByTag.isEmpty() ? hidesUnknown : hidesByTag;
  }

  FieldDecision decide(FieldFacts field) {
    var winner = winners.get(field.path());
    if (winner == null) {
      return FieldDecision.SHOW;
    }
    if (winner.kind().isEmpty()) {
      return FieldDecision.withhold(winner.policy(), winner.tag(), "the policy's mask is unknown");
    }
    if (winner.kind().get() == MaskKind.NONE) {
      return new FieldDecision(FieldRule.SHOW, winner.policy(), winner.tag(), "");
    }
    var mask = masks.of(winner.kind().get(), field.type());
    var rule = new FieldRule.Masked(mask, winner.policy(), winner.tag());
    return new FieldDecision(rule, winner.policy(), winner.tag(), "");
  }

  private void consider(Coverage coverage) {
    var policy = coverage.policy();
    var rule = question.ruleOf(policy);
    if (rule.isEmpty()) {
      witness.considered(policy.name(), false, () -> "no rule names " + question.who());
      return;
    }
    var masking = (Masking) rule.get().effect();
    witness.considered(policy.name(), true, () -> said(rule.get(), masking, coverage));
    coverage
        .fields()
        .forEach((path, tag) -> mask(path, new Winner(masking.kind(), policy.name(), tag)));
    if (masking.hides() && coverage.unknownFields() && hidesUnknown.isEmpty()) {
      hidesUnknown = policy.name();
    }
  }

  private void mask(String path, Winner candidate) {
    winners.merge(
        path, candidate, (one, other) -> other.strictness() > one.strictness() ? other : one);
  }

  private boolean hides(CompiledPolicy policy) {
    return question.ruleOf(policy).map(rule -> ((Masking) rule.effect()).hides()).orElse(false);
  }

  private static String said(CompiledRule rule, Masking masking, Coverage coverage) {
    var mask = masking.kind().map(MaskKind::word).orElse("an unknown mask, so withhold");
    var fields = new TreeMap<>(coverage.fields()).entrySet().stream();
    var what =
        fields
            .map(
                field ->
                    field.getKey()
                        + (field.getValue().isEmpty() ? "" : " (" + field.getValue() + ")"))
            .toList();
    return "rule " + rule.number() + " says " + mask + " for " + what + "; the strictest mask wins";
  }
}
