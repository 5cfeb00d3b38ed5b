package dev.weft.catalog.lineage;

import dev.weft.catalog.lineage.Graph.Edge;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The edges on one side of a node, always in the same order whatever came first. Several resources
 * may tell of one edge; it is there until the last of them says so no more.
 */
final class Edges {
  private static final Comparator<Edge> ORDER =
      Comparator.comparing(Edge::from).thenComparing(Edge::to).thenComparing(Edge::kind);

  /** While it is told of once: most nodes have one edge at most on a side. */
  private Edge only;

  private TreeMap<Edge, Integer> several;

  Collection<Edge> all() {
    if (several != null) {
      return several.keySet();
    }
    return only == null ? List.of() : List.of(only);
  }

  boolean isEmpty() {
    return only == null && several == null;
  }

  void add(Edge edge) {
    if (isEmpty()) {
      only = edge;
      return;
    }
    if (several == null) {
      several = new TreeMap<>(ORDER);
      several.put(only, 1);
      only = null;
    }
    several.merge(edge, 1, Integer::sum);
  }

  void remove(Edge edge) {
    if (several == null) {
      only = null;
      return;
    }
    several.computeIfPresent(edge, (same, count) -> count == 1 ? null : count - 1);
    if (several.isEmpty()) {
      several = null;
    }
  }
}
