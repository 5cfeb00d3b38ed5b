package dev.weft.server.query;

import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;

/** How far the statement beside has come in taking a query's place. */
record QueryUpgrade(Phase phase) {
  /** One after the other. */
  enum Phase {
    /** It is computed, or there is none; people see what the old one gives. */
    BESIDE,
    /** Both rest with savepoints; what differs is written to the ports in one transaction. */
    CUTTING,
    /** It is the query now. What it has used to get there is to be removed. */
    REPLACED
  }

  static ResourceKey key(String query) {
    return new ResourceKey(ResourceKind.QUERY_UPGRADE, query);
  }

  static Phase of(MeshState state, String query) {
    return state
        .get(key(query))
        .map(one -> one.as(QueryUpgrade.class).phase())
        .orElse(Phase.BESIDE);
  }
}
