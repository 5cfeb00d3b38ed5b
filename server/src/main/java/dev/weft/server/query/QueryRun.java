package dev.weft.server.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weft.model.RecordPlace;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param leftOut records that it goes on without, in the order in which it met them
 */
public record QueryRun(
    String job,
    String cluster,
    String restore,
    String edition,
    long generation,
    String key,
    String held,
    Instant since,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RecordPlace> leftOut) {
  static final QueryRun NEVER = new QueryRun("", "", "", "", 0, "", "", Instant.EPOCH, List.of());

  public QueryRun {
    held = held == null ? "" : held;
    leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
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
    return over("", from, now, leftOut);
  }

  /** The same, and it goes on without one more record. */
  QueryRun leavingOut(RecordPlace place, Optional<String> from, Instant now) {
    return over("", from, now, Stream.concat(leftOut.stream(), Stream.of(place)).toList());
  }

  /** The same, and it is not to become one by itself. */
  QueryRun held(String reason, Optional<String> from, Instant now) {
    return over(reason, from, now, leftOut);
  }

  private QueryRun over(
      String reason, Optional<String> from, Instant now, List<RecordPlace> without) {
    return new QueryRun(
        "", cluster, from.orElse(""), edition, generation, "", reason, now, without);
  }
}
