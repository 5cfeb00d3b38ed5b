package dev.weft.policy;

import dev.weft.model.Priority;
import dev.weft.model.ReadLimits;
import dev.weft.model.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a reader's subscriptions to one port give together at one moment.
 *
 * @param subscriptions those that give something that no other gives for as long; never empty
 * @param fields the fields asked for; empty means all
 * @param until when what they give together changes
 */
record Grant(List<Subscription> subscriptions, Set<String> fields, Optional<Instant> until) {

  /** With a purpose, of the subscriptions for this purpose; without one, of all. */
  static Optional<Grant> of(Collection<Subscription> all, Instant now, String purpose) {
    var active =
        all.stream()
            .filter(subscription -> subscription.grantsAt(now))
            .filter(
                subscription ->
                    purpose.isEmpty()
                        || Circumstances.purpose(subscription.purpose()).equals(purpose))
            .sorted(Comparator.comparing(Subscription::id))
            .toList();
    if (active.isEmpty()) {
      return Optional.empty();
    }
    var needed = new ArrayList<Subscription>(active);
    active.forEach(one -> removeIfCovered(one, needed));
    var until = needed.stream().flatMap(one -> one.until().stream()).min(Comparator.naturalOrder());
    return Optional.of(new Grant(List.copyOf(needed), fields(needed), until));
  }

  private static void removeIfCovered(Subscription one, List<Subscription> needed) {
    if (needed.stream().anyMatch(other -> !other.id().equals(one.id()) && covers(other, one))) {
      needed.remove(one);
    }
  }

  private static boolean covers(Subscription other, Subscription one) {
    var longer =
        other.until().isEmpty()
            || (one.until().isPresent() && !other.until().get().isBefore(one.until().get()));
    var wider =
        other.fields().isEmpty()
            || (!one.fields().isEmpty() && other.fields().containsAll(one.fields()));
    var unlimited = other.limits().equals(ReadLimits.NONE) && !isUrgent(one);
    var asGood = unlimited || other.limits().equals(one.limits());
    return longer && wider && asGood;
  }

  private static boolean isUrgent(Subscription one) {
    return one.limits().urgency() == Priority.INTERACTIVE;
  }

  List<Permit> permits() {
    return subscriptions.stream()
        .map(one -> new Permit(Set.copyOf(one.fields()), one.limits(), true))
        .toList();
  }

  private static Set<String> fields(List<Subscription> needed) {
    var all = new HashSet<String>();
    for (var subscription : needed) {
      if (subscription.fields().isEmpty()) {
        return Set.of();
      }
      all.addAll(subscription.fields());
    }
    return Set.copyOf(all);
  }
}
