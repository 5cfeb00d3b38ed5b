package dev.weft.catalog.lineage;

import dev.weft.catalog.lineage.Graph.Edge;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeMap;

/**
 * The edges on one side of a node, always in the same order whatever came first. Several resources
 * may tell of one edge; it is there until the last of them says so no more.
 */
final class Edges {
  private static final Comparator<Edge> ORDER =
      Comparator.comparing(Edge::from).thenComparing(Edge::to).thenComparing(Edge::kind);

  private TreeMap<Edge, Integer> told;

  Collection<Edge> all() {
    return told == null ? Set.of() : told.keySet();
  }

  boolean isEmpty() {
    return told == null;
  }

  void add(Edge edge) {
    if (told == null) {
      told = new TreeMap<>(ORDER);
    }
    told.merge(edge, 1, Integer::sum);
  }

  void remove(Edge edge) {
    told.computeIfPresent(edge, (same, count) -> count == 1 ? null : count - 1);
    if (told.isEmpty()) {
      told = null;
    }
  }
}
