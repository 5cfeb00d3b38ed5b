package dev.weft.policy;

import dev.weft.model.PrincipalId;
import dev.weft.model.Subscription;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Subscriptions by who and which port. Not safe for threads. */
final class Subscriptions {
  private final Map<String, Subscription> byId = new HashMap<>();
  private final Map<Place, Map<String, Subscription>> byPlace = new HashMap<>();

  private record Place(PrincipalId principal, String port) {
    static Place of(Subscription subscription) {
      return new Place(subscription.principal(), subscription.port());
    }
  }

  Optional<Subscription> put(Subscription subscription) {
    var before = remove(subscription.id());
    byId.put(subscription.id(), subscription);
    byPlace
        .computeIfAbsent(Place.of(subscription), place -> new HashMap<>())
        .put(subscription.id(), subscription);
    return before;
  }

  Optional<Subscription> remove(String id) {
    var before = byId.remove(id);
    if (before != null) {
      var place = Place.of(before);
      byPlace.get(place).remove(id);
      byPlace.computeIfPresent(place, (any, left) -> left.isEmpty() ? null : left);
    }
    return Optional.ofNullable(before);
  }

  boolean names(PrincipalId principal) {
    return byId.values().stream().anyMatch(one -> one.principal().equals(principal));
  }

  Collection<Subscription> of(PrincipalId principal, String port) {
    return byPlace.getOrDefault(new Place(principal, port), Map.of()).values();
  }
}
