package dev.weft.server.query;

import dev.weft.model.QuerySpec;
import dev.weft.model.RecordPlace;
import dev.weft.sql.cluster.JobNumbers;
import dev.weft.sql.format.RecordFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a query is doing.
 *
 * @param since when it came into this state
 * @param message what people should know; empty when all is well
 * @param causes why it has failed or failed last, the deepest last
 * @param job its id on the cluster; empty for none
 * @param cluster where that is; empty for the embedded one
 * @param cpu how much of the processor it uses; empty where that is not measured: on a cluster of
 *     its own, and while it does not run
 * @param record the one that it failed at last, where that is known
 * @param leftOut records that it goes on without
 * @param next how the statement is doing that is computed beside it, if there is one
 */
public record QueryStatus(
    String name,
    String product,
    List<String> into,
    State state,
    Instant since,
    String message,
    List<String> causes,
    String job,
    String cluster,
    JobNumbers numbers,
    Optional<CpuShare> cpu,
    Optional<RecordPlace> record,
    LeftOut leftOut,
    Optional<Next> next) {

  public QueryStatus {
    into = List.copyOf(into);
    causes = List.copyOf(causes);
  }

  static QueryStatus of(
      QuerySpec query, JobStatus job, Optional<CpuShare> cpu, Optional<Next> next) {
    return new QueryStatus(
        query.name(),
        query.product(),
        query.into(),
        job.state(),
        job.since(),
        job.message(),
        job.causes(),
        job.job(),
        job.cluster(),
        job.numbers(),
        cpu,
        RecordFailure.place(job.causes()),
        LeftOut.of(job.leftOut()),
        next);
  }

  /**
   * Records that a query goes on without.
   *
   * @param newest at most twenty, the newest last
   */
  public record LeftOut(int count, List<RecordPlace> newest) {
    private static final int SHOWN_MAX = 20;

    static LeftOut of(List<RecordPlace> all) {
      return new LeftOut(all.size(), all.subList(Math.max(0, all.size() - SHOWN_MAX), all.size()));
    }
  }

  /**
   * A statement that is computed beside the one that people see the result of.
   *
   * @param caughtUp whether it could take the other's place now
   * @param cutover whether it is to as soon as it can
   */
  public record Next(
      State state,
      Instant since,
      String message,
      List<String> causes,
      String job,
      JobNumbers numbers,
      boolean caughtUp,
      boolean cutover) {
    static Next of(JobStatus job, boolean caughtUp, boolean cutover) {
      return new Next(
          job.state(),
          job.since(),
          job.message(),
          job.causes(),
          job.job(),
          job.numbers(),
          caughtUp,
          cutover);
    }
  }

  /** What a query can be in. */
  public enum State {
    /** For something that must be first: a right, a port, the server that writes. */
    WAITING,
    STARTING,
    RUNNING,
    /** Its job has failed and is tried again. */
    RESTARTING,
    STOPPING,
    STOPPED,
    /** Nothing will happen until somebody does something. */
    FAILED
  }
}
