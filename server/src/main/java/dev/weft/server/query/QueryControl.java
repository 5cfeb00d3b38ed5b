package dev.weft.server.query;

import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;

/**
 * What people want of a query; running, unless somebody has stopped it.
 *
 * @param generation grows when somebody wants it computed anew, without the state that it has
 */
public record QueryControl(boolean running, long generation) {
  static final QueryControl RUNNING = new QueryControl(true, 0);

  static ResourceKey key(String query) {
    return new ResourceKey(ResourceKind.QUERY_CONTROL, query);
  }

  static QueryControl of(MeshState state, String query) {
    return state.get(key(query)).map(one -> one.as(QueryControl.class)).orElse(RUNNING);
  }
}
