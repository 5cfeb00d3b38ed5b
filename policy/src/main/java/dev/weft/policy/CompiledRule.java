package dev.weft.policy;

import dev.weft.model.PolicySpec;
import dev.weft.model.PolicySpec.Principals;
import dev.weft.model.PolicySpec.Rule;
import dev.weft.policy.mask.MaskKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One rule of a policy.
 *
 * @param number its place in the list, from 1
 * @param effect what it does to those whom it names
 */
record CompiledRule(int number, Principals principals, Effect effect) {
  private static final String READ = "read";
  private static final Set<String> ACTIONS = Set.of(READ, "write");

  /** What a rule does. */
  sealed interface Effect {
    /** Lets them read. */
    record Allow() implements Effect {}

    /** Keeps them from reading. */
    record Deny() implements Effect {}

    /** Masks; empty when no mask has that name, which withholds. */
    record Masking(Optional<MaskKind> kind) implements Effect {
      boolean hides() {
        return !kind.equals(Optional.of(MaskKind.NONE));
      }
    }

    /** Leaves rows out; the expression is compiled when it is first needed. */
    record Filter(String text) implements Effect {}

    /** Speaks of something else than reading. */
    record Nothing() implements Effect {}
  }

  boolean speaks() {
    return !(effect instanceof Effect.Nothing);
  }

  static CompiledRule of(PolicySpec.Type type, int number, Rule rule) {
    return new CompiledRule(
        number,
        rule.principals(),
        switch (type) {
          case ACCESS -> access(rule);
          case MASK -> new Effect.Masking(MaskKind.of(rule.mask()));
          case ROW_FILTER -> new Effect.Filter(rule.filter());
        });
  }

  /** Within one rule deny wins; a word that Weft does not know denies rather than allows. */
  private static Effect access(Rule rule) {
    if (covers(rule.deny()) || !ACTIONS.containsAll(known(rule.deny()))) {
      return new Effect.Deny();
    }
    return covers(rule.allow()) ? new Effect.Allow() : new Effect.Nothing();
  }

  private static boolean covers(List<String> actions) {
    return actions.contains(READ) || actions.contains("*");
  }

  private static List<String> known(List<String> actions) {
    return actions.stream().filter(action -> !action.equals("*")).toList();
  }
}
