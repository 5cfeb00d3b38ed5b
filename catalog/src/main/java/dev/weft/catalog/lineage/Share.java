package dev.weft.catalog.lineage;

import dev.weft.catalog.lineage.Graph.Edge;
import dev.weft.catalog.lineage.Graph.Node;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What one resource contributes to the graph as things are: it is put in and taken out as a whole.
 *
 * @param nodes that it describes, by id
 * @param seen when data last went along edges at the gateway, whether they are drawn or not
 * @param says words by which others find it
 * @param hears words upon which the share is to be made anew: another says one, or says it no more,
 *     or the resource of this name has changed
 */
record Share(
    Map<String, Node> nodes,
    Set<Edge> edges,
    Map<Edge, Instant> seen,
    Set<String> says,
    Set<String> hears) {
  static final Share NOTHING = new Share(Map.of(), Set.of(), Map.of(), Set.of(), Set.of());

  Share {
    nodes = Map.copyOf(nodes);
    edges = Set.copyOf(edges);
    seen = Map.copyOf(seen);
    says = Set.copyOf(says);
    hears = Set.copyOf(hears);
  }
}
