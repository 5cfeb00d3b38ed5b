package dev.weft.catalog.lineage;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A part of the lineage: nodes and the edges between them, which follow the data.
 *
 * @param seen when data last went along edges that lead by the gateway, as far as it was seen
 * @param truncated whether there was more than the limits allow
 */
public record Graph(List<Node> nodes, List<Edge> edges, List<Seen> seen, boolean truncated) {

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
   * @param kind reads, writes (a port), fills (a product), provides, consumes, subscribes, or
   *     produces (writes to a port by a client of its own)
   */
  public record Edge(String from, String to, String kind) {}

  /** When data last went along an edge, to the day. */
  public record Seen(String from, String to, String kind, Instant last) {}
}
