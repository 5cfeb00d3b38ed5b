package dev.weft.server.http;

import dev.weft.catalog.lineage.LineageGraph;
import dev.weft.model.ResourceKind;
import dev.weft.spi.Fold;
import dev.weft.spi.MeshState;
import java.util.List;

/** The lineage graph of a state that is not the present one: made for one question. */
final class PastLineage {
  /** Tags and who was seen are not known of the past and left out; parameters are today's. */
  private static final List<ResourceKind> KINDS =
      List.of(
          ResourceKind.DATA_PRODUCT,
          ResourceKind.FLOW,
          ResourceKind.QUERY,
          ResourceKind.SUBSCRIPTION,
          ResourceKind.PARAMETERS);

  private PastLineage() {}

  static LineageGraph of(MeshState then) {
    var graph = new LineageGraph();
    graph.apply(
        KINDS.stream().flatMap(kind -> then.all(kind).stream()).map(Fold.Change::put).toList());
    return graph;
  }
}
