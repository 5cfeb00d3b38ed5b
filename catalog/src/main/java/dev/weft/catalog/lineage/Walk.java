package dev.weft.catalog.lineage;

import dev.weft.catalog.lineage.Graph.Edge;
import dev.weft.catalog.lineage.Graph.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** One walk: breadth first, each node once, so that cycles end; and it ends at its limits. */
final class Walk {
  /** A node may have very many edges, of which none is new. */
  private static final int LOOKED_AT_MAX = 50_000;

  private final Assembly graph;
  private final int depth;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Set<Edge> edges = new LinkedHashSet<>();
  private int lookedAt;
  private boolean truncated;

  Walk(Assembly graph, int depth) {
    this.graph = graph;
    this.depth = depth;
  }

  void go(String start, Function<String, Collection<Edge>> next, Function<Edge, String> end) {
    lookedAt = 0;
    var seen = new LinkedHashSet<String>();
    var level = begin(start, seen);
    for (var i = 0; i < depth && !level.isEmpty(); i++) {
      var further = new ArrayList<String>();
      for (var node : level) {
        for (var edge : next.apply(node)) {
          if (isOver()) {
            return;
          }
          if (take(edge, end.apply(edge)) && seen.add(end.apply(edge))) {
            further.add(end.apply(edge));
          }
        }
      }
      level = further;
    }
  }

  /** A product stands for its ports: what fills them is where its data comes from. */
  private List<String> begin(String start, Set<String> seen) {
    var level = new ArrayList<String>();
    add(start);
    level.add(start);
    for (var edge : graph.from(start)) {
      if (edge.kind().equals("provides") && take(edge, edge.to())) {
        level.add(edge.to());
      }
    }
    seen.addAll(level);
    return level;
  }

  private boolean isOver() {
    var over = edges.size() >= LineageGraph.EDGES_MAX || ++lookedAt > LOOKED_AT_MAX;
    truncated |= over;
    return over;
  }

  private boolean take(Edge edge, String end) {
    if (nodes.size() >= LineageGraph.NODES_MAX && !nodes.containsKey(end)) {
      truncated = true;
      return false;
    }
    add(end);
    edges.add(edge);
    return true;
  }

  private void add(String id) {
    graph.node(id).ifPresent(node -> nodes.putIfAbsent(id, node));
  }

  Graph result() {
    var seen = edges.stream().flatMap(edge -> graph.seen(edge).stream()).toList();
    return new Graph(List.copyOf(nodes.values()), List.copyOf(edges), seen, truncated);
  }
}
