package dev.weft.policy;

import dev.weft.model.PolicySpec;
import dev.weft.policy.CompiledRule.Effect.Masking;
import dev.weft.policy.mask.MaskOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the mask policies of one priority say together: the strictest mask wins. */
final class MaskTier {
  private final Judge judge;
  private final PortFacts port;
  private final Map<String, Winner> certain = new HashMap<>();
  private final Map<String, Winner> possible = new HashMap<>();
  private String hidesUnknown = "";
  private String hidesByTag = "";
  private boolean decidesUnknown;
  private boolean undecodableFails;

  /** A mask on a field so far. */
  record Winner(MaskOrder mask, CompiledPolicy policy, String tag) {
    Winner or(Winner other) {
      var stricter = mask.or(other.mask);
      return stricter.equals(mask)
          ? this
          : stricter.equals(other.mask) ? other : new Winner(stricter, policy, tag);
    }

    static Optional<Winner> stricter(Optional<Winner> one, Optional<Winner> other) {
      return one.isEmpty() || other.isEmpty()
          ? one.or(() -> other)
          : Optional.of(one.get().or(other.get()));
    }
  }

  MaskTier(Judge judge, PortFacts port) {
    this.judge = judge;
    this.port = port;
  }

  /** What the policy says, by field; a rule that may hold counts as if it did. */
  Map<String, String> consider(Coverage coverage) {
    var said = new HashMap<String, String>();
    for (var field : port.fields()) {
      if (coverage.fields().containsKey(field.path())) {
        consider(coverage, field, said);
      }
    }
    if (coverage.unknownFields()) {
      considerUnknown(coverage);
    }
    undecodableFails |=
        !said.isEmpty() && coverage.policy().spec().undecodable() == PolicySpec.Undecodable.FAIL;
    return said;
  }

  private void considerUnknown(Coverage coverage) {
    var verdict = judge.ofUnknown(coverage.policy(), coverage.certain());
    if (verdict.closing().findAny().isPresent()) {
      hidesUnknown = hidesUnknown.isEmpty() ? coverage.policy().name() : hidesUnknown;
    } else if (coverage.wholePort() && verdict.certain().isPresent()) {
      decidesUnknown = true;
    }
  }

  private void consider(Coverage coverage, FieldFacts field, Map<String, String> said) {
    var verdict = judge.ofField(coverage, field);
    var path = field.path();
    var doubtful = coverage.fields().get(path).doubtful();
    verdict
        .rules()
        .forEach(rule -> said.merge(path, said(rule), (one, two) -> one + " and " + two));
    verdict
        .possible()
        .forEach(rule -> possible.merge(path, winner(rule, coverage, path), Winner::or));
    verdict
        .certain()
        .filter(rule -> rule.effect().closes() || !doubtful)
        .ifPresent(rule -> certain.merge(path, winner(rule, coverage, path), Winner::or));
  }

  private static String said(CompiledRule rule) {
    return "rule " + rule.number() + " says " + ((Masking) rule.effect()).mask().word();
  }

  private static Winner winner(CompiledRule rule, Coverage coverage, String path) {
    var mask = ((Masking) rule.effect()).mask();
    return new Winner(mask, coverage.policy(), coverage.tagOf(path));
  }

  /** Takes in a policy that may hide a field by a tag which nobody has found out yet. */
  void considerTags(CompiledPolicy policy) {
    if (hidesByTag.isEmpty() && judge.ofUnknown(policy, true).closing().findAny().isPresent()) {
      hidesByTag = policy.name();
    }
  }

  Optional<Winner> certain(String path) {
    return Optional.ofNullable(certain.get(path));
  }

  Optional<Winner> possible(String path) {
    return Optional.ofNullable(possible.get(path));
  }

  String hidesByTag() {
    return hidesByTag;
  }

  /** The policy that may mask a field of this port which nobody has seen yet; may be empty. */
  String hidesUnknown() {
    return hidesByTag.isEmpty() ? hidesUnknown : hidesByTag;
  }

  /** Whether it says of every field, seen or not, what happens to it. */
  boolean decidesUnknown() {
    return decidesUnknown;
  }

  boolean undecodableFails() {
    return undecodableFails;
  }

  /** The first text that is not empty. */
  static String first(String one, Supplier<String> other) {
    return one.isEmpty() ? other.get() : one;
  }
}
