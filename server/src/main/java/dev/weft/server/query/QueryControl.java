package dev.weft.server.query;

import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;

/**
 * What people want of a query; running, unless somebody has stopped it.
 *
 * @param generation grows when somebody wants it computed anew, without the state that it has
 * @param cutover edition of the plan beside that is to take the query's place; empty for none
 * @param aside the text that is not to, as {@link QueryEdition} names it: the plan before stays;
 *     empty for none
 */
public record QueryControl(boolean running, long generation, String cutover, String aside) {
  static final QueryControl RUNNING = new QueryControl(true, 0, "", "");

  public QueryControl {
    cutover = cutover == null ? "" : cutover;
    aside = aside == null ? "" : aside;
  }

  static ResourceKey key(String query) {
    return new ResourceKey(ResourceKind.QUERY_CONTROL, query);
  }

  static QueryControl of(MeshState state, String query) {
    return state.get(key(query)).map(one -> one.as(QueryControl.class)).orElse(RUNNING);
  }

  /** Whoever starts a query wants what it says now, also when that was put aside. */
  QueryControl run() {
    return new QueryControl(true, generation, cutover, "");
  }

  QueryControl stop() {
    return new QueryControl(false, generation, cutover, aside);
  }

  QueryControl anew() {
    return new QueryControl(true, generation + 1, "", "");
  }

  QueryControl cutOver(String edition) {
    return new QueryControl(running, generation, edition, "");
  }

  QueryControl putAside(String text) {
    return new QueryControl(running, generation, "", text);
  }
}
