package dev.weft.server.query;

import dev.weft.model.RecordPlace;
import dev.weft.server.query.QueryStatus.State;
import dev.weft.sql.cluster.JobNumbers;
import java.time.Instant;
import java.util.List;

/** How one job of a query is doing; {@link QueryStatus} says what the parts are. */
record JobStatus(
    State state,
    Instant since,
    String message,
    List<String> causes,
    String job,
    String cluster,
    JobNumbers numbers,
    List<RecordPlace> leftOut) {
  JobStatus {
    causes = List.copyOf(causes);
    leftOut = List.copyOf(leftOut);
  }

  static JobStatus waiting(String message, Instant now) {
    return new JobStatus(
        State.WAITING, now, message, List.of(), "", "", JobNumbers.NONE, List.of());
  }

  /** Whether it runs in this process. */
  boolean isHere() {
    return state == State.RUNNING && cluster.isEmpty();
  }

  JobStatus saying(String what) {
    return new JobStatus(state, since, what, causes, job, cluster, numbers, leftOut);
  }

  /** What comes after it; a state that stays has the time at which it came. */
  JobStatus then(
      State now, String what, List<String> why, QueryRun run, JobNumbers measured, Instant at) {
    return new JobStatus(
        now,
        now == state ? since : at,
        what,
        why,
        run.job(),
        run.cluster(),
        measured,
        run.leftOut());
  }
}
