package dev.weft.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * A dataset outside the mesh, as OpenLineage events have told of it (openlineage.io, 2-0-2).
 *
 * @param node the node of the lineage that it is: {@code source/...} where flows name the same
 *     place, else {@code dataset/namespace/name}
 * @param facets by name, each as it was told last
 * @param lastAt the time of the newest event about it
 */
public record ExternalDataset(
    String namespace, String name, String node, Map<String, JsonNode> facets, Instant lastAt) {
  public ExternalDataset {
    if (namespace == null || name == null || node == null || lastAt == null) {
      throw new IllegalArgumentException("a dataset needs namespace, name, node and time");
    }
    facets = Defaults.map(facets);
  }
}
