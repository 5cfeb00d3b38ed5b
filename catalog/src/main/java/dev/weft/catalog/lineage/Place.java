package dev.weft.catalog.lineage;

import dev.weft.catalog.lineage.Graph.Node;
import dev.weft.model.ResourceKey;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** A node with the edges to it and from it, and the resources that describe it. */
final class Place {
  private final String id;
  private final Edges from = new Edges();
  private final Edges to = new Edges();
  private TreeMap<ResourceKey, Node> described;

  Place(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /** The edges by which data leaves it. */
  Edges from() {
    return from;
  }

  /** The edges by which data comes to it. */
  Edges to() {
    return to;
  }

  /** As the first resource describes it that does; else all that is known is its name. */
  Node node() {
    return described == null
        ? new Node(
            id, NodeId.kind(id), NodeId.name(id), NodeId.name(id), Optional.empty(), List.of())
        : described.firstEntry().getValue();
  }

  void describe(ResourceKey by, Node node) {
    if (described == null) {
      described = new TreeMap<>();
    }
    described.put(by, node);
  }

  void forget(ResourceKey by) {
    described.remove(by);
    if (described.isEmpty()) {
      described = null;
    }
  }

  /** Whether nothing speaks of it any more. */
  boolean isGone() {
    return described == null && from.isEmpty() && to.isEmpty();
  }
}
