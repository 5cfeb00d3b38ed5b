package dev.weft.catalog.lineage;

import dev.weft.catalog.lineage.Graph.Edge;
import dev.weft.catalog.lineage.Graph.Node;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.spi.Fold;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The lineage as the resources declare it, kept by following the mesh log. The graph is put
 * together when it is asked for after a change. Safe for any thread.
 */
public final class LineageGraph implements Fold {
  public static final int DEPTH_MAX = 50;
  public static final int NODES_MAX = 2000;
  public static final int EDGES_MAX = 10_000;

  private final Map<ResourceKey, Facts> facts = new TreeMap<>();
  private boolean stale = true;
  private Assembly assembly = new Assembly(List.of());

  @Override
  public synchronized void apply(List<Change> changes) {
    for (var change : changes) {
      var told = change.resource().flatMap(Facts::of);
      var before = facts.remove(change.key());
      told.ifPresent(it -> facts.put(change.key(), it));
      stale |= before != null || told.isPresent();
    }
  }

  /**
   * What a node is connected with, nearest first, at most {@value #NODES_MAX} nodes.
   *
   * @param id such as {@code port/sales.invoices}
   * @param depth how many edges away, 1 to {@value #DEPTH_MAX}; others are brought into this range
   * @throws dev.weft.model.ProblemException of kind MISSING when there is no such node
   */
  public Graph walk(String id, Direction direction, int depth) {
    var graph = assembly();
    if (graph.node(id).isEmpty()) {
      throw Problem.missing(
              "node-not-found",
              "There is no '" + id + "' in the lineage.",
              "Name it as kind/name, such as port/sales.invoices or product/sales.")
          .asException();
    }
    var walk = new Walk(graph, Math.max(1, Math.min(depth, DEPTH_MAX)));
    if (direction != Direction.DOWN) {
      walk.go(id, graph::to, Edge::from);
    }
    if (direction != Direction.UP) {
      walk.go(id, graph::from, Edge::to);
    }
    return walk.result();
  }

  private synchronized Assembly assembly() {
    if (stale) {
      assembly = new Assembly(facts.values());
      stale = false;
    }
    return assembly;
  }

  /** Breadth first, each node once, so that cycles end. */
  private static final class Walk {
    private final Assembly graph;
    private final int depth;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Set<Edge> edges = new LinkedHashSet<>();
    private boolean truncated;

    Walk(Assembly graph, int depth) {
      this.graph = graph;
      this.depth = depth;
    }

    void go(String start, Function<String, Set<Edge>> next, Function<Edge, String> end) {
      var seen = new LinkedHashSet<String>();
      var level = begin(start, seen);
      for (var i = 0; i < depth && !level.isEmpty(); i++) {
        var further = new ArrayList<String>();
        for (var node : level) {
          for (var edge : next.apply(node)) {
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

    private boolean take(Edge edge, String end) {
      if (edges.size() >= EDGES_MAX || (nodes.size() >= NODES_MAX && !nodes.containsKey(end))) {
        truncated = true;
        return false;
      }
      add(end);
      edges.add(edge);
      return true;
    }

    private void add(String id) {
      graph.node(id).ifPresent(node -> nodes.put(id, node));
    }

    Graph result() {
      return new Graph(List.copyOf(nodes.values()), List.copyOf(edges), truncated);
    }
  }
}
