package dev.weft.catalog.lineage;

import java.util.List;
import java.util.Optional;

/**
 * A part of the lineage: nodes and the edges between them, which follow the data.
 *
 * @param truncated whether there was more than the limits allow
 */
public record Graph(List<Node> nodes, List<Edge> edges, boolean truncated) {

  /**
   * A node.
   *
   * @param id {@code kind/name}
   * @param kind product, port, flow, query, principal or source
   */
  public record Node(
      String id,
      String kind,
      String name,
      String title,
      Optional<String> domain,
      List<String> tags) {}

  /**
   * Data goes from one node to another.
   *
   * @param kind reads, writes (a port), fills (a product), provides, consumes or subscribes
   */
  public record Edge(String from, String to, String kind) {}
}
