package dev.weft.policy;

import dev.weft.model.PrincipalId;
import dev.weft.model.Subscription;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Subscriptions by who and which port. Immutable. */
final class Subscriptions {
  static final Subscriptions NONE = new Subscriptions(HashTreePMap.empty(), HashTreePMap.empty());

  private final PMap<String, Subscription> byId;
  private final PMap<Place, PMap<String, Subscription>> byPlace;

  private record Place(PrincipalId principal, String port) {
    static Place of(Subscription subscription) {
      return new Place(subscription.principal(), subscription.port());
    }
  }

  private Subscriptions(
      PMap<String, Subscription> byId, PMap<Place, PMap<String, Subscription>> byPlace) {
    this.byId = byId;
    this.byPlace = byPlace;
  }

  Optional<Subscription> get(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The same with a subscription's new version, or without it. */
  Subscriptions with(String id, Optional<Subscription> after) {
    var without = get(id).map(this::without).orElse(this);
    return after.map(without::plus).orElse(without);
  }

  private Subscriptions plus(Subscription one) {
    var place = Place.of(one);
    var there = byPlace.getOrDefault(place, HashTreePMap.empty());
    return new Subscriptions(
        byId.plus(one.id(), one), byPlace.plus(place, there.plus(one.id(), one)));
  }

  private Subscriptions without(Subscription one) {
    var place = Place.of(one);
    var left = byPlace.get(place).minus(one.id());
    return new Subscriptions(
        byId.minus(one.id()), left.isEmpty() ? byPlace.minus(place) : byPlace.plus(place, left));
  }

  boolean names(PrincipalId principal) {
    return byId.values().stream().anyMatch(one -> one.principal().equals(principal));
  }

  Collection<Subscription> of(PrincipalId principal, String port) {
    Map<String, Subscription> there =
        byPlace.getOrDefault(new Place(principal, port), HashTreePMap.empty());
    return there.values();
  }
}
