package dev.weft.server.query;

import dev.weft.model.ProblemException;
import dev.weft.spi.MeshState;
import dev.weft.sql.cluster.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the jobs of one line of a query end, and from what they go on afterwards. */
final class JobEnds {
  private static final Duration STOP_PATIENCE = Duration.ofMinutes(2);

  private final KeptQuery.Parts parts;
  private final QueryLine line;

  JobEnds(KeptQuery.Parts parts, QueryLine line) {
    this.parts = parts;
    this.line = line;
  }

  /** Stops a job; gives what it goes on from. */
  Optional<String> stopped(MeshState state, QueryRun run) throws InterruptedException {
    return savepoint(state, run, line.name()).or(() -> newest(state, run));
  }

  /**
   * Stops a job with a savepoint; empty where none could be made, and then it was cancelled.
   *
   * @param owner the name of the line that is to go on from it
   */
  Optional<String> savepoint(MeshState state, QueryRun run, String owner)
      throws InterruptedException {
    var cluster = parts.clusters().find(state, run.cluster());
    var job = cluster.flatMap(it -> it.rest().job(run.job()));
    if (job.filter(it -> !it.isOver()).isEmpty()) {
      return Optional.empty();
    }
    var rest = cluster.get().rest();
    if (job.filter(JobState::isRunning).isEmpty()) {
      rest.cancel(run.job());
      return Optional.empty();
    }
    try {
      var site = parts.clusters().siteOf(state, run.cluster());
      var folder = parts.checkpoints().savepoints(site, owner);
      return Optional.of(rest.stop(run.job(), folder, STOP_PATIENCE));
    } catch (ProblemException e) {
      rest.cancel(run.job());
      return Optional.empty();
    }
  }

  void rest(QueryRun run, Optional<String> from) {
    parts.ledger().rested(line, run, run.resting(from, parts.clock().instant()));
  }

  /** It is not to be started again by itself. */
  void hold(QueryRun run, String reason, Optional<String> from) {
    parts.ledger().rested(line, run, run.held(reason, from, parts.clock().instant()));
  }

  /** Its newest checkpoint, or what it was started from itself. */
  Optional<String> newest(MeshState state, QueryRun run) {
    var site = parts.clusters().siteOf(state, run.cluster());
    return parts.checkpoints().newest(site, line.name(), run.job()).or(run::restoreFrom);
  }

  void end(MeshState state, QueryRun run) {
    if (run.isJob()) {
      parts.clusters().find(state, run.cluster()).ifPresent(it -> it.rest().cancel(run.job()));
    }
    parts.ledger().forget(line, run);
    parts.checkpoints().forget(parts.clusters().siteOf(state, run.cluster()), line.name());
  }

  /** Why Flink has given a job up, and what can be done about it. */
  String sentence(QueryRun run, List<String> causes) {
    var isOfState =
        causes.stream()
            .anyMatch(cause -> cause.contains("savepoint") || cause.contains("checkpoint"));
    var anew = "'weft query restart " + line.query() + " --from earliest' computes it anew.";
    return isOfState && run.restoreFrom().isPresent()
        ? "It cannot go on with the state that it had before the change. "
            + anew
            + " With 'onChange: beside' in its execution a next change is computed beside the old statement first."
        : "Flink gave it up: " + last(causes) + " " + anew;
  }

  static String last(List<String> causes) {
    return causes.isEmpty() ? "nobody says why." : causes.get(causes.size() - 1);
  }
}
