package dev.weft.policy.rules;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says after a decision whether it is recorded.
 *
 * @param patterns the resources it is about; of none at all, every resource
 * @param outcome only decisions that ended so; any when empty
 * @param who about these people; everybody when nobody is named
 * @param actions and accesses of which one must be meant; any when both are empty
 * @param record empty when the rule, though it matches, says nothing
 */
public record AuditRule(
    List<ResourcePattern> patterns,
    Optional<Outcome> outcome,
    Principals who,
    Set<String> actions,
    Set<String> accesses,
    Optional<Boolean> record) {

  /** How a decision ended. */
  public enum Outcome {
    DENIED,
    ALLOWED,
    NOT_DETERMINED
  }

  public AuditRule {
    patterns = List.copyOf(patterns);
    actions = Set.copyOf(actions);
    accesses = Set.copyOf(accesses);
  }

  boolean speaksOf(Asked asked, Ruling ruling) {
    return record.isPresent()
        && outcome.map(one -> one == outcomeOf(ruling)).orElse(true)
        && isAbout(asked)
        && isAboutAction(asked.request());
  }

  private static Outcome outcomeOf(Ruling ruling) {
    if (!ruling.isDetermined()) {
      return Outcome.NOT_DETERMINED;
    }
    return ruling.isAllowed() ? Outcome.ALLOWED : Outcome.DENIED;
  }

  private boolean isAbout(Asked asked) {
    return who.isNobody() || who.include(asked);
  }

  private boolean isAboutAction(Request request) {
    return (actions.isEmpty() && accesses.isEmpty())
        || request.where().action().filter(actions::contains).isPresent()
        || accesses.contains(request.access());
  }
}
