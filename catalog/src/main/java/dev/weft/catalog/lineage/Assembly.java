package dev.weft.catalog.lineage;

import dev.weft.catalog.lineage.Graph.Edge;
import dev.weft.catalog.lineage.Graph.Node;
import dev.weft.catalog.lineage.Graph.Seen;
import dev.weft.model.ResourceKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The shares of all resources, joined to one graph. When resources change, only their shares and
 * those that have looked at them are made anew. What is named but not there becomes a node too, by
 * its name.
 *
 * <p>The graph is the same whatever the order in which the changes came. What a share says depends
 * on what resources tell, not on what other shares say of ports read; so renewing ends. Not safe
 * for several threads.
 */
final class Assembly {
  private final Map<ResourceKey, Facts> facts = new HashMap<>();
  private final Map<ResourceKey, Share> shares = new HashMap<>();
  private final Words speakers = new Words();
  private final Words listeners = new Words();
  private final Map<String, Place> places = new HashMap<>();
  private final Map<Edge, Instant> seen = new HashMap<>();
  private final Telling.Others others =
      new Telling.Others() {
        @Override
        public Optional<Facts> of(ResourceKey key) {
          return Optional.ofNullable(facts.get(key));
        }

        @Override
        public String id(String id) {
          var place = places.get(id);
          return place == null ? id : place.id();
        }

        @Override
        public Set<ResourceKey> saying(String word) {
          return speakers.of(word);
        }
      };

  /** Takes what the resources tell now; one that tells nothing any more is empty. */
  void change(Map<ResourceKey, Optional<Facts>> told) {
    var due = new LinkedHashSet<ResourceKey>();
    told.forEach(
        (key, now) -> {
          var before = now.isPresent() ? facts.put(key, now.get()) : facts.remove(key);
          if (!Objects.equals(before, now.orElse(null))) {
            due.add(key);
            due.addAll(listeners.of(key.toString()));
          }
        });
    var open = new ArrayDeque<>(due);
    while (!open.isEmpty()) {
      open.addAll(renew(open.poll()));
    }
  }

  Optional<Node> node(String id) {
    return Optional.ofNullable(places.get(id)).map(Place::node);
  }

  /** The edges by which data leaves this node. */
  Collection<Edge> from(String id) {
    var place = places.get(id);
    return place == null ? List.of() : place.from().all();
  }

  /** The edges by which data comes to this node. */
  Collection<Edge> to(String id) {
    var place = places.get(id);
    return place == null ? List.of() : place.to().all();
  }

  /** When data last went along an edge, if that was seen; a subscriber uses it by reading. */
  Optional<Seen> seen(Edge edge) {
    var used = edge.kind().equals("subscribes") ? new Edge(edge.from(), edge.to(), "reads") : edge;
    return Optional.ofNullable(seen.get(used))
        .map(last -> new Seen(edge.from(), edge.to(), edge.kind(), last));
  }

  /** All of it, in no order. */
  Graph whole() {
    var nodes = new ArrayList<Node>();
    var edges = new ArrayList<Edge>();
    places
        .values()
        .forEach(
            place -> {
              nodes.add(place.node());
              edges.addAll(place.from().all());
            });
    return new Graph(
        nodes, edges, edges.stream().flatMap(edge -> seen(edge).stream()).toList(), false);
  }

  /** Makes one share anew; returns who has to look again because of it. */
  private Set<ResourceKey> renew(ResourceKey key) {
    var now = facts.get(key);
    var after = now == null ? Share.NOTHING : Telling.of(now, others);
    var before = Objects.requireNonNullElse(shares.get(key), Share.NOTHING);
    if (after.equals(before)) {
      return Set.of();
    }
    after.edges().stream().filter(it -> !before.edges().contains(it)).forEach(this::link);
    describe(key, before, after);
    before.seen().keySet().forEach(seen::remove);
    seen.putAll(after.seen());
    before.edges().stream().filter(it -> !after.edges().contains(it)).forEach(this::unlink);
    if (after.equals(Share.NOTHING)) {
      shares.remove(key);
    } else {
      shares.put(key, after);
    }
    difference(before.hears(), after.hears()).forEach(word -> listeners.remove(word, key));
    difference(after.hears(), before.hears()).forEach(word -> listeners.add(word, key));
    return speak(key, before.says(), after.says());
  }

  private void describe(ResourceKey key, Share before, Share after) {
    after.nodes().forEach((id, node) -> place(id).describe(key, node));
    for (var id : difference(before.nodes().keySet(), after.nodes().keySet())) {
      place(id).forget(key);
      clear(id);
    }
  }

  private Set<ResourceKey> speak(ResourceKey key, Set<String> before, Set<String> after) {
    var due = new HashSet<ResourceKey>();
    for (var word : difference(before, after)) {
      speakers.remove(word, key);
      due.addAll(listeners.of(word));
    }
    for (var word : difference(after, before)) {
      speakers.add(word, key);
      due.addAll(listeners.of(word));
    }
    return due;
  }

  private static Set<String> difference(Set<String> of, Set<String> without) {
    var rest = new HashSet<>(of);
    rest.removeAll(without);
    return rest;
  }

  private void link(Edge edge) {
    place(edge.from()).from().add(edge);
    place(edge.to()).to().add(edge);
  }

  private void unlink(Edge edge) {
    place(edge.from()).from().remove(edge);
    place(edge.to()).to().remove(edge);
    clear(edge.from());
    clear(edge.to());
  }

  private Place place(String id) {
    return places.computeIfAbsent(id, Place::new);
  }

  private void clear(String id) {
    if (places.containsKey(id) && places.get(id).isGone()) {
      places.remove(id);
    }
  }
}
