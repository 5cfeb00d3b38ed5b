package dev.weft.policy;

import dev.weft.model.PolicySpec;
import dev.weft.model.PolicySpec.Principals;
import dev.weft.model.PolicySpec.Rule;
import dev.weft.model.ReadLimits;
import dev.weft.policy.mask.MaskOrder;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One rule of a policy.
 *
 * @param number its place in the list, from 1; 0 stands for what the policy does otherwise
 * @param except those whom it does not name after all
 * @param effect what it does to those whom it names
 */
record CompiledRule(
    int number,
    Principals principals,
    Principals except,
    Optional<Condition> condition,
    Effect effect) {
  private static final String READ = "read";
  private static final Set<String> ACTIONS = Set.of(READ, "write");

  /** What a rule does. */
  sealed interface Effect {
    /** Whether it hides something, so that in doubt it holds. */
    boolean closes();

    /** Lets them read, on these terms, with events in the audit or without. */
    record Allow(ReadLimits limits, boolean audited) implements Effect {
      @Override
      public boolean closes() {
        return false;
      }
    }

    /** Keeps them from reading. */
    record Deny() implements Effect {
      @Override
      public boolean closes() {
        return true;
      }
    }

    /** Masks. */
    record Masking(MaskOrder mask) implements Effect {
      @Override
      public boolean closes() {
        return mask.hides();
      }
    }

    /** Leaves rows out; the expression is compiled when it is first needed. */
    record Filter(String text) implements Effect {
      @Override
      public boolean closes() {
        return true;
      }
    }

    /** Speaks of something else than reading. */
    record Nothing() implements Effect {
      @Override
      public boolean closes() {
        return false;
      }
    }
  }

  /** What an access policy does to those of whom no rule says anything, when it denies them. */
  static CompiledRule otherwise() {
    return new CompiledRule(
        0, Principals.NOBODY, Principals.NOBODY, Optional.empty(), new Effect.Deny());
  }

  boolean speaks() {
    return !(effect instanceof Effect.Nothing);
  }

  /** Whether it names the reader here. */
  boolean names(Reader reader, PortFacts port) {
    return reader.isAmong(principals, port) && !reader.isAmong(except, port);
  }

  /** Whether it names the reader, exceptions aside. */
  boolean mayName(Reader reader, PortFacts port) {
    return reader.isAmong(principals, port);
  }

  static CompiledRule of(PolicySpec policy, int number, Rule rule, Conditions conditions) {
    return new CompiledRule(
        number,
        rule.principals(),
        rule.except(),
        conditions.of(rule.when()),
        switch (policy.type()) {
          case ACCESS -> access(rule);
          case MASK ->
              new Effect.Masking(
                  MaskOrder.of(rule.mask(), policy.masks() == PolicySpec.MaskStyle.COMPAT));
          case ROW_FILTER -> new Effect.Filter(rule.filter());
          case EGRESS -> throw new IllegalArgumentException("an egress policy has no readers");
        });
  }

  /** Within one rule deny wins; a word that Weft does not know denies rather than allows. */
  private static Effect access(Rule rule) {
    if (covers(rule.deny()) || !ACTIONS.containsAll(known(rule.deny()))) {
      return new Effect.Deny();
    }
    return covers(rule.allow())
        ? new Effect.Allow(rule.limits(), rule.audit())
        : new Effect.Nothing();
  }

  private static boolean covers(List<String> actions) {
    return actions.contains(READ) || actions.contains("*");
  }

  private static List<String> known(List<String> actions) {
    return actions.stream().filter(action -> !action.equals("*")).toList();
  }
}
