package dev.weft.server.query;

import dev.weft.model.ProblemException;
import dev.weft.spi.MeshState;
import dev.weft.sql.cluster.JobNumbers;
import dev.weft.sql.cluster.JobState;
import dev.weft.sql.format.RecordFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the jobs of one line of a query end, and from what they go on afterwards. */
final class JobEnds {
  private static final Duration STOP_PATIENCE = Duration.ofMinutes(2);

  private final KeptQuery.Parts parts;
  private final QueryLine line;
  private String swept = "";

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

  /** Goes on without the record that it fails at, if that is known. */
  void skip(MeshState state, QueryRun run, KeptJob.Wanted wanted, List<String> causes) {
    var place = RecordFailure.place(causes);
    if (place.isEmpty() || run.leftOut().contains(place.get())) {
      return;
    }
    var isTooMany = run.leftOut().size() >= LeftOutRecords.MOST;
    if (!isTooMany) {
      for (var port : wanted.plan().ports()) {
        parts.leftOut().keep(port, line.query(), place.get(), JobFailures.last(causes));
      }
    }
    parts.clusters().find(state, run.cluster()).ifPresent(it -> it.rest().cancel(run.job()));
    if (isTooMany) {
      hold(run, LeftOutRecords.tooMany(place.get()), newest(state, run));
      return;
    }
    var now = parts.clock().instant();
    var without = run.leavingOut(place.get(), newest(state, run), now);
    parts.ledger().leftOut(line, run, without, place.get());
  }

  /** It is not to be started again by itself. */
  void hold(QueryRun run, String reason, Optional<String> from) {
    parts.ledger().rested(line, run, run.held(reason, from, parts.clock().instant()));
  }

  /** Its newest checkpoint, or what it was started from itself. */
  Optional<String> newest(MeshState state, QueryRun run) {
    var site = parts.clusters().siteOf(state, run.cluster());
    var newest =
        parts.checkpoints().isListed(site)
            ? parts.checkpoints().newest(site, line.name(), run.job())
            : told(state, run);
    return newest.or(run::restoreFrom);
  }

  /** What its cluster says of it, which it does for a while after the job's end. */
  private Optional<String> told(MeshState state, QueryRun run) {
    return parts
        .clusters()
        .find(state, run.cluster())
        .flatMap(it -> it.rest().newestCheckpoint(run.job()));
  }

  /**
   * Why it does not go on by itself although its cluster has lost it: from an older checkpoint than
   * the newest it would write again what it has written.
   */
  Optional<String> lost(MeshState state, QueryRun run) {
    var site = parts.clusters().siteOf(state, run.cluster());
    return parts.checkpoints().isListed(site)
        ? Optional.empty()
        : Optional.of(
            "Flink at %s does not know its job any more, and its checkpoints are in %s, where Weft cannot look for the newest. 'weft query restart %s --from earliest' computes it anew."
                .formatted(
                    run.cluster(), parts.checkpoints().folder(site, line.name()), line.query()));
  }

  /**
   * With a checkpoint of its own it needs none before; the one beside may need a savepoint there.
   */
  void sweep(MeshState state, QueryRun run, JobNumbers numbers) {
    var hasBeside = QueryPlan.of(state, QueryLine.next(line.query()).name()).isPresent();
    if (numbers.checkpoint().isPresent()
        && !swept.equals(run.job())
        && (line.upcoming() || !hasBeside)) {
      var site = parts.clusters().siteOf(state, run.cluster());
      if (parts.checkpoints().isListed(site)) {
        parts.checkpoints().sweep(site, line.name(), run.job());
      } else {
        var cluster = parts.clusters().find(state, run.cluster());
        run.restoreFrom().ifPresent(path -> cluster.ifPresent(it -> it.rest().dispose(path)));
      }
      swept = run.job();
    }
  }

  void end(MeshState state, QueryRun run) {
    var site = parts.clusters().siteOf(state, run.cluster());
    var cluster = parts.clusters().find(state, run.cluster());
    if (run.isJob()) {
      cluster.ifPresent(it -> it.rest().cancel(run.job()));
    }
    if (!parts.checkpoints().isListed(site)) {
      newest(state, run).ifPresent(path -> cluster.ifPresent(it -> it.rest().dispose(path)));
    }
    parts.ledger().forget(line, run);
    parts.checkpoints().forget(site, line.name());
  }
}
