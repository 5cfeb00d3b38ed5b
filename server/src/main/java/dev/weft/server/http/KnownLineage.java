package dev.weft.server.http;

import dev.weft.catalog.lineage.Graph;
import dev.weft.catalog.lineage.Graph.Node;
import dev.weft.model.DataProduct;
import dev.weft.model.ExternalJob;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.server.access.Insiders;
import dev.weft.spi.MeshState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The lineage as far as a caller may know it: of products that are described to their readers only
 * nothing but that they exist, and of hidden ones nothing. What they stand between is not shown as
 * connected.
 */
record KnownLineage(MeshState state, Insiders insiders) {
  Graph of(Graph graph, String start) {
    var known = graph.nodes().stream().map(this::known).flatMap(Optional::stream).toList();
    var ids = new HashSet<String>();
    known.forEach(node -> ids.add(node.id()));
    var nodes = known.stream().filter(node -> mayStand(node, graph, ids)).toList();
    ids.retainAll(nodes.stream().map(Node::id).toList());
    if (!ids.contains(start)) {
      throw Problem.missing(
              "node-not-found",
              "There is no '" + start + "' in the lineage.",
              "Name it as kind/name, such as port/sales.invoices or product/sales.")
          .asException();
    }
    var seen =
        graph.seen().stream()
            .filter(one -> ids.contains(one.from()) && ids.contains(one.to()))
            .toList();
    return new Graph(nodes, edges(graph, ids), seen, graph.truncated());
  }

  private static List<Graph.Edge> edges(Graph graph, Set<String> ids) {
    return graph.edges().stream()
        .filter(edge -> ids.contains(edge.from()) && ids.contains(edge.to()))
        .toList();
  }

  private Optional<Node> known(Node node) {
    return switch (node.kind()) {
      case "product" -> product(node);
      case "port" ->
          insiders.sees(node.name().split("\\.", 2)[0]) ? Optional.of(node) : Optional.empty();
      case "flow" -> resource(ResourceKind.FLOW, node);
      case "query" -> resource(ResourceKind.QUERY, node);
      case "job" -> job(node);
      default -> Optional.of(node);
    };
  }

  /**
   * A table that only flows of products have seen which the caller may not know is known by what
   * else is connected with it.
   */
  private boolean mayStand(Node node, Graph graph, Set<String> known) {
    return !node.kind().equals("source")
        || state
            .get(new ResourceKey(ResourceKind.SOURCE_TABLE, node.name()))
            .map(insiders::sees)
            .orElse(true)
        || graph.edges().stream()
            .anyMatch(
                edge ->
                    (edge.from().equals(node.id()) && known.contains(edge.to()))
                        || (edge.to().equals(node.id()) && known.contains(edge.from())));
  }

  private Optional<Node> product(Node node) {
    var product = state.find(ResourceKind.DATA_PRODUCT, node.name(), DataProduct.class);
    if (product.map(insiders::sees).orElse(true)) {
      return Optional.of(node);
    }
    return product
        .filter(insiders::knowsOf)
        .map(
            it ->
                new Node(node.id(), node.kind(), node.name(), it.name(), node.domain(), List.of()));
  }

  /** A job outside that reads or writes what the caller may not know is itself not known. */
  private Optional<Node> job(Node node) {
    return state
            .find(ResourceKind.EXTERNAL_JOB, node.name(), ExternalJob.class)
            .map(job -> job.products().stream().allMatch(insiders::sees))
            .orElse(true)
        ? Optional.of(node)
        : Optional.empty();
  }

  private Optional<Node> resource(ResourceKind kind, Node node) {
    return state.get(new ResourceKey(kind, node.name())).map(insiders::sees).orElse(true)
        ? Optional.of(node)
        : Optional.empty();
  }
}
