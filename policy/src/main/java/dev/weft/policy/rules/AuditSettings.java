package dev.weft.policy.rules;

import java.util.List;
import java.util.Set;

/**
 * What of the decisions is recorded, policies aside.
 *
 * @param mode whether all are, or none, or what policies say
 * @param never people whose requests are not recorded unless a rule says so
 * @param rules asked in their order after a decision
 * @param tagRules asked before them, when the resource has a tag
 */
public record AuditSettings(
    Mode mode, Principals never, List<AuditRule> rules, List<AuditRule> tagRules) {
  /** The three ways to begin. */
  public enum Mode {
    ALL,
    NONE,
    BY_POLICY
  }

  /** Policies decide, nobody is excepted. */
  public static final AuditSettings BY_POLICY =
      new AuditSettings(
          Mode.BY_POLICY, new Principals(Set.of(), Set.of(), Set.of()), List.of(), List.of());

  public AuditSettings {
    rules = List.copyOf(rules);
    tagRules = List.copyOf(tagRules);
  }

  boolean hasRules() {
    return !rules.isEmpty() || !tagRules.isEmpty();
  }

  boolean excepts(Asked asked) {
    return !never.isNobody() && isNever(asked);
  }

  private boolean isNever(Asked asked) {
    return never.users().contains(asked.request().user())
        || Principals.meet(never.groups(), asked.request().groups())
        || Principals.meet(never.roles(), asked.roles());
  }
}
