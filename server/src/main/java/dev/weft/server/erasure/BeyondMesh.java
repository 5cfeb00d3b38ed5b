package dev.weft.server.erasure;

import dev.weft.catalog.lineage.Direction;
import dev.weft.catalog.lineage.Graph;
import dev.weft.catalog.lineage.LineageGraph;
import dev.weft.model.DataProduct;
import dev.weft.model.ErasurePlan.Beyond;
import dev.weft.model.FlowSpec;
import dev.weft.model.PortName;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKind;
import dev.weft.server.apply.FlowDestinations;
import dev.weft.spi.MeshState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What lies around the ports with a person's records, as the lineage declares it: where the data
 * comes from outside the mesh and where it goes, and which flows and ports it passes.
 */
public final class BeyondMesh {
  private static final Set<String> OUTSIDE = Set.of("source", "dataset", "job");
  private static final int BEYOND_MAX = 1_000;

  private final LineageGraph lineage;
  private final FlowDestinations destinations;

  public BeyondMesh(LineageGraph lineage, FlowDestinations destinations) {
    this.lineage = lineage;
    this.destinations = destinations;
  }

  /**
   * Around some ports.
   *
   * @param flows that read or write them or what comes after; by name
   * @param ports that data reaches from them
   * @param isWhole false: there was more than is followed
   */
  record Around(
      List<Beyond> sources,
      List<Beyond> outside,
      Set<String> flows,
      Set<PortName> ports,
      boolean isWhole) {}

  Around of(MeshState state, Collection<PortName> ports) {
    var walk = new Walk(state);
    for (var port : ports) {
      var id = "port/" + port;
      if (lineage.has(id)) {
        walk.up(lineage.walk(id, Direction.UP, LineageGraph.DEPTH_MAX));
        walk.down(lineage.walk(id, Direction.DOWN, LineageGraph.DEPTH_MAX));
      }
    }
    walk.sinks();
    return new Around(
        List.copyOf(walk.sources.values()),
        List.copyOf(walk.outside.values()),
        walk.flows,
        walk.ports,
        walk.isWhole);
  }

  private final class Walk {
    private final MeshState state;
    private final Map<String, Beyond> sources = new LinkedHashMap<>();
    private final Map<String, Beyond> outside = new LinkedHashMap<>();
    private final Set<String> flows = new TreeSet<>();
    private final Set<String> flowsAfter = new TreeSet<>();
    private final Set<PortName> ports = new TreeSet<>();
    private boolean isWhole = true;

    Walk(MeshState state) {
      this.state = state;
    }

    void up(Graph graph) {
      take(graph, sources, true);
    }

    void down(Graph graph) {
      take(graph, outside, false);
      for (var node : graph.nodes()) {
        if (node.kind().equals("flow")) {
          flowsAfter.add(node.name());
        } else if (node.kind().equals("port")) {
          PortName.parse(node.name()).ifPresent(ports::add);
        }
      }
    }

    private void take(Graph graph, Map<String, Beyond> all, boolean isBefore) {
      isWhole &= !graph.truncated();
      for (var node : graph.nodes()) {
        if (node.kind().equals("flow")) {
          flows.add(node.name());
        }
        if (OUTSIDE.contains(node.kind())) {
          var by = new TreeSet<String>();
          for (var edge : graph.edges()) {
            var here = isBefore ? edge.from() : edge.to();
            if (here.equals(node.id())) {
              by.add(isBefore ? edge.to() : edge.from());
            }
          }
          add(all, node.id(), node.title(), by);
        }
      }
    }

    /** Where flows send to, outside, that take from what comes after. */
    void sinks() {
      for (var flow : flowsAfter) {
        try {
          for (var sent : destinations.of(state, flow)) {
            add(outside, sent.place(), sent.processor(), Set.of("flow/" + flow));
          }
        } catch (ProblemException e) {
          add(outside, "unknown", e.first().message(), Set.of("flow/" + flow));
        }
      }
    }

    private void add(Map<String, Beyond> all, String name, String title, Set<String> by) {
      if (all.size() >= BEYOND_MAX && !all.containsKey(name)) {
        isWhole = false;
        return;
      }
      var before = all.get(name);
      var ways = new TreeSet<>(by);
      if (before != null) {
        ways.addAll(before.by());
      }
      var tell = new TreeSet<String>();
      ways.forEach(way -> tell.addAll(owners(way)));
      all.put(name, new Beyond(name, title, List.copyOf(ways), List.copyOf(tell)));
    }

    /** Who answers for a flow, port or product; nobody in the mesh does for a job outside. */
    private List<String> owners(String node) {
      var name = node.substring(node.indexOf('/') + 1);
      var product =
          switch (node.substring(0, Math.max(0, node.indexOf('/')))) {
            case "flow" ->
                state
                    .find(ResourceKind.FLOW, name, FlowSpec.class)
                    .map(FlowSpec::product)
                    .orElse("");
            case "port" -> PortName.parse(name).map(PortName::product).orElse("");
            case "product" -> name;
            default -> "";
          };
      return product == null || product.isEmpty()
          ? List.of()
          : state
              .find(ResourceKind.DATA_PRODUCT, product, DataProduct.class)
              .map(DataProduct::owners)
              .orElse(List.of());
    }
  }
}
