package dev.weft.catalog.lineage;

import java.time.Instant;
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
   * @param kind product, port, flow, query, principal, source, job or dataset
   * @param run of a job outside the mesh, where its newest run stands
   */
  public record Node(
      String id,
      String kind,
      String name,
      String title,
      Optional<String> domain,
      List<String> tags,
      Optional<Run> run) {

    /** One that is no job outside the mesh. */
    public Node(
        String id,
        String kind,
        String name,
        String title,
        Optional<String> domain,
        List<String> tags) {
      this(id, kind, name, title, domain, tags, Optional.empty());
    }
  }

  /**
   * Where a run stands.
   *
   * @param state as OpenLineage calls it: START, RUNNING, COMPLETE, ABORT, FAIL or OTHER
   * @param at when it was last told
   */
  public record Run(String id, String state, Instant at) {}

  /**
   * Data goes from one node to another.
   *
   * @param kind reads, writes (a port), fills (a product), provides, consumes or subscribes
   */
  public record Edge(String from, String to, String kind) {}
}
