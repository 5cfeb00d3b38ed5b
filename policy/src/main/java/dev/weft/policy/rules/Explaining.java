package dev.weft.policy.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Says of one request which policies were looked at, in their order, and why the one that decided
 * did: access first, then masks, then filters. Asks each policy by itself, so it is slow; of very
 * many the first are told.
 */
final class Explaining {
  private static final int TOLD_MAX = 100;

  private final PolicySet set;
  private final Asked asked;
  private final Decision decision;
  private final List<Considered> told = new ArrayList<>();

  Explaining(PolicySet set, Asked asked, Decision decision) {
    this.set = set;
    this.asked = asked;
    this.decision = decision;
  }

  List<Considered> all() {
    tell(PolicyKind.ACCESS, decision.policy());
    tell(PolicyKind.MASK, decision.mask().map(Decision.Masked::policy).orElse(Decision.NO_POLICY));
    tell(
        PolicyKind.FILTER,
        decision.filter().map(Decision.Filtered::policy).orElse(Decision.NO_POLICY));
    return List.copyOf(told);
  }

  private void tell(PolicyKind kind, long decider) {
    for (var one : set.tagPolicies(kind, decision.zone(), asked)) {
      var said = said(one.policy(), one.tag().match(), asked.about(one.tag()));
      add(one.policy(), "on the tag '" + one.tag().name() + "': " + said, decider);
    }
    set.zone(decision.zone()).ifPresent(zone -> tell(zone.of(kind), decider));
  }

  private void tell(PolicyList list, long decider) {
    var candidates = list.candidates(asked.request().resource(), asked);
    for (var i = 0; i < candidates.size() && told.size() < TOLD_MAX; i++) {
      var policy = candidates.at(i);
      match(policy).ifPresent(match -> add(policy, said(policy, match, asked), decider));
    }
  }

  /** How the resource lies to the pattern of the policy that is nearest to it. */
  private Optional<MatchType> match(Policy policy) {
    return policy.patterns().stream()
        .map(pattern -> pattern.match(asked.request().resource(), asked))
        .filter(match -> match != MatchType.NONE)
        .min(MatchType::compareTo);
  }

  private void add(Policy policy, String said, long decider) {
    if (told.size() < TOLD_MAX) {
      var why = policy.id() == decider ? "; it decides, as " + reason(policy) : "";
      told.add(new Considered(policy.id(), policy.name(), said + why));
    }
  }

  private String reason(Policy policy) {
    if (policy.kind() != PolicyKind.ACCESS) {
      return "the first that speaks of them is asked";
    }
    var rank = policy.priority() > 0 ? "an override is asked before others" : "none overrides it";
    return decision.allowed()
        ? rank + " and nothing that comes before it denies"
        : rank + " and a deny comes before the allows of its rank";
  }

  private String said(Policy policy, MatchType match, Asked by) {
    if (!policy.isInForce(by.moment())) {
      return "it is not in force at this time";
    }
    if (!Evaluation.counts(match, by)) {
      return match == MatchType.DESCENDANT
          ? "it is only about something within the resource"
          : "it is only about what contains the resource";
    }
    if (!Item.allHold(policy.conditions(), by)) {
      return "a condition of the policy does not hold";
    }
    return policy.kind() == PolicyKind.ACCESS ? access(policy, by) : effect(policy, by);
  }

  private String access(Policy policy, Asked by) {
    var accesses = new AccessAsked(by.request(), set.accesses());
    var all = new ArrayList<String>();
    for (var i = 0; i < accesses.size(); i++) {
      access(policy.access(), by, accesses.folded(i)).ifPresent(all::add);
    }
    if (!all.isEmpty()) {
      return String.join(", ", all);
    }
    return policy.denyAllElse()
        ? "it denies all that it does not allow"
        : "no part of it names whoever asks, for this access and under these conditions";
  }

  private static Optional<String> access(Policy.AccessItems items, Asked by, String access) {
    var said = new ArrayList<String>();
    if (Policy.AccessItems.any(items.deny(), by, access)) {
      said.add(said("denies", access, items.denies(by, access)));
    }
    if (Policy.AccessItems.any(items.allow(), by, access)) {
      said.add(said("allows", access, items.allows(by, access)));
    }
    return said.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", said));
  }

  private static String said(String what, String access, boolean counts) {
    return "it " + what + " " + access + (counts ? "" : ", with an exception for whoever asks");
  }

  private static String effect(Policy policy, Asked by) {
    return policy
        .effectOn(by, Asked.fold(by.request().access()))
        .map(one -> inWords(one.effect()))
        .orElse("no part of it names whoever asks");
  }

  private static String inWords(Effect effect) {
    if (effect instanceof Effect.Mask mask) {
      return "it masks with " + mask.type().toLowerCase(Locale.ROOT);
    }
    return effect instanceof Effect.Filter ? "it filters rows" : "it leaves the question to others";
  }
}
