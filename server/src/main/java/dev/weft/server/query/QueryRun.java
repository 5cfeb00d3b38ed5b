package dev.weft.server.query;

import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.Optional;

/**
 * The job that a query is, or what it goes on from while it is none.
 *
 * @param job its id on the cluster; empty while the query rests
 * @param cluster where it runs: the URL of a cluster, empty for the embedded one
 * @param restore the savepoint or checkpoint that it was started from, or is to be; empty for none
 * @param edition of the plan whose state that is
 * @param generation of the control that it follows
 * @param key with which it goes through the gateway, if that is one of the mesh's; empty for one
 *     that only this process knows
 * @param held why it is not started, although people want it; empty for no reason. It holds for
 *     this edition and generation
 * @param since when it was written
 */
public record QueryRun(
    String job,
    String cluster,
    String restore,
    String edition,
    long generation,
    String key,
    String held,
    Instant since) {
  static final QueryRun NEVER = new QueryRun("", "", "", "", 0, "", "", Instant.EPOCH);

  public QueryRun {
    held = held == null ? "" : held;
  }

  static ResourceKey key(String query) {
    return new ResourceKey(ResourceKind.QUERY_RUN, query);
  }

  static QueryRun of(MeshState state, String query) {
    return state.get(key(query)).map(one -> one.as(QueryRun.class)).orElse(NEVER);
  }

  boolean isJob() {
    return !job.isEmpty();
  }

  Optional<String> restoreFrom() {
    return Optional.of(restore).filter(path -> !path.isEmpty());
  }

  /** It is no job any more, and goes on from there when it becomes one again. */
  QueryRun resting(Optional<String> from, Instant now) {
    return new QueryRun("", cluster, from.orElse(""), edition, generation, "", "", now);
  }

  /** The same, and it is not to become one by itself. */
  QueryRun held(String reason, Optional<String> from, Instant now) {
    return new QueryRun("", cluster, from.orElse(""), edition, generation, "", reason, now);
  }
}
