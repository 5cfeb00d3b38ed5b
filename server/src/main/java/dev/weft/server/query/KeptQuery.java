package dev.weft.server.query;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.QuerySpec;
import dev.weft.server.apply.KnownResources;
import dev.weft.server.query.QueryStatus.State;
import dev.weft.spi.MeshState;
import dev.weft.sql.Launch;
import dev.weft.sql.SqlPlanner;
import dev.weft.sql.cluster.JobNumbers;
import dev.weft.sql.cluster.JobState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One query that is kept as people want it. Each call of {@link #keep} makes at most one step:
 * plans, starts a job, stops one, or looks at how it is doing.
 *
 * <p>What stops a query for good and what only delays it are told apart by who can mend it: a job
 * that Flink itself has given up, or a statement that is wrong, waits for its author; everything
 * else is tried again, at growing distances of up to a minute.
 */
final class KeptQuery {
  private static final Duration STOP_PATIENCE = Duration.ofMinutes(2);
  private static final Duration MEASURE_EVERY = Duration.ofSeconds(3);
  private static final Duration RETRY_MAX = Duration.ofMinutes(1);

  private final Parts parts;
  private volatile QueryStatus status;
  private QuerySpec query;
  private int tries;
  private Instant notBefore = Instant.EPOCH;
  private Instant measured = Instant.EPOCH;
  private String swept = "";

  /** What all queries share. */
  record Parts(
      SqlPlanner planner,
      QueryPlans plans,
      QueryLedger ledger,
      QueryAccess access,
      FlinkClusters clusters,
      Checkpoints checkpoints,
      Clock clock) {}

  KeptQuery(Parts parts, QuerySpec query) {
    this.parts = parts;
    this.query = query;
    this.status = status(State.WAITING, "", List.of(), QueryRun.NEVER, JobNumbers.NONE);
  }

  QueryStatus status() {
    return status;
  }

  /** Makes the next step towards what is wanted; never throws for what goes wrong with it. */
  void keep(MeshState state, QuerySpec now) throws InterruptedException {
    if (!now.equals(query)) {
      query = now;
      tries = 0;
      notBefore = Instant.EPOCH;
    }
    if (parts.clock.instant().isBefore(notBefore)) {
      return;
    }
    try {
      step(state);
    } catch (ProblemException e) {
      later();
      var isWrong = e.first().kind() == Problem.Kind.INPUT;
      tell(isWrong ? State.FAILED : State.WAITING, e.getMessage(), List.of(), QueryRun.NEVER);
    }
  }

  private void step(MeshState state) throws InterruptedException {
    var control = QueryControl.of(state, query.name());
    var run = QueryRun.of(state, query.name());
    if (!control.running()) {
      if (run.isJob()) {
        stop(state, run);
      } else {
        tell(State.STOPPED, "Somebody stopped it.", List.of(), run);
      }
      return;
    }
    var plan = parts.plans.of(state, query);
    var refusal = parts.access.refusal(query, plan);
    if (run.isJob()) {
      watch(state, run, new Wanted(control, plan, FlinkClusters.site(state, query), refusal));
    } else if (refusal.isPresent()) {
      tell(State.WAITING, refusal.get(), List.of(), run);
    } else {
      start(state, run, control, plan);
    }
  }

  /** What the job is to be. */
  private record Wanted(
      QueryControl control, QueryPlan plan, FlinkClusters.Site site, Optional<String> refusal) {
    boolean isAnew(QueryRun run) {
      return control.generation() != run.generation();
    }

    boolean isChanged(QueryRun run) {
      return !plan.edition().equals(run.edition()) || !site.name().equals(run.cluster());
    }
  }

  private void start(MeshState state, QueryRun before, QueryControl control, QueryPlan plan) {
    var site = FlinkClusters.site(state, query);
    tell(State.STARTING, "", List.of(), before);
    var cluster = parts.clusters.at(site);
    var isAnew = control.generation() != before.generation();
    var isOther = !before.edition().isEmpty() && !before.edition().equals(plan.edition());
    var forgets =
        isAnew || (isOther && query.execution().onChange() == QuerySpec.OnChange.RECOMPUTE);
    var now = parts.clock.instant();
    var key = parts.access.fresh(site, query, now);
    var run =
        new QueryRun(
            UUID.randomUUID().toString().replace("-", ""),
            site.name(),
            forgets ? "" : before.restore(),
            plan.edition(),
            control.generation(),
            key.map(one -> one.id()).orElse(""),
            now);
    parts.ledger.started(query.name(), run, key);
    parts.planner.start(
        QueryTexts.of(query, ""),
        new QueryTables(new KnownResources(state)),
        plan.unpacked(),
        launch(site, cluster, run));
    tell(State.STARTING, "", List.of(), run);
  }

  private Launch launch(FlinkClusters.Site site, FlinkClusters.Cluster cluster, QueryRun run) {
    var execution = query.execution();
    return new Launch(
        cluster.address(),
        run.job(),
        parts.access.of(site, query, run.key()),
        run.restoreFrom(),
        parts.checkpoints.folder(site, query.name()),
        execution.every(),
        execution.parallelism(),
        execution.ttl());
  }

  private void watch(MeshState state, QueryRun run, Wanted wanted) throws InterruptedException {
    var cluster = parts.clusters.find(state, run.cluster());
    var job = cluster.flatMap(it -> it.rest().job(run.job()));
    if (job.filter(it -> !it.isOver()).isEmpty()) {
      over(state, run, wanted, cluster, job);
    } else if (wanted.refusal().isPresent() || wanted.isAnew(run)) {
      cluster.get().rest().cancel(run.job());
      rest(run, newest(state, run));
    } else if (wanted.isChanged(run)) {
      stop(state, run);
    } else {
      look(state, run, cluster.get(), job.get());
    }
  }

  /** The job is no more, for whatever reason. */
  private void over(
      MeshState state,
      QueryRun run,
      Wanted wanted,
      Optional<FlinkClusters.Cluster> cluster,
      Optional<JobState> job) {
    var isGivenUp = job.filter(it -> it.state().equals("FAILED")).isPresent();
    if (isGivenUp && !wanted.isAnew(run) && !wanted.isChanged(run)) {
      var causes = cluster.get().rest().failure(run.job());
      tell(State.FAILED, sentence(run, causes), causes, run);
      return;
    }
    rest(run, newest(state, run));
    if (job.isPresent()) {
      later();
    }
  }

  private String sentence(QueryRun run, List<String> causes) {
    var isOfState =
        causes.stream()
            .anyMatch(cause -> cause.contains("savepoint") || cause.contains("checkpoint"));
    var anew = "'weft query restart " + query.name() + " --from earliest' computes it anew.";
    return isOfState && run.restoreFrom().isPresent()
        ? "It cannot go on with the state that it had before the change. " + anew
        : "Flink gave it up: " + last(causes) + " " + anew;
  }

  private static String last(List<String> causes) {
    return causes.isEmpty() ? "nobody says why." : causes.get(causes.size() - 1);
  }

  private void look(MeshState state, QueryRun run, FlinkClusters.Cluster cluster, JobState job) {
    var now = parts.clock.instant();
    if (!job.isRunning()) {
      var isFirst = job.state().equals("CREATED") || status.state() == State.STARTING;
      var causes = cluster.rest().failure(run.job());
      var begins = isFirst && causes.isEmpty();
      tell(begins ? State.STARTING : State.RESTARTING, begins ? "" : last(causes), causes, run);
      return;
    }
    tries = 0;
    if (status.state() != State.RUNNING || measured.plus(MEASURE_EVERY).isBefore(now)) {
      measured = now;
      var numbers = cluster.rest().numbers(run.job());
      sweep(state, run, numbers);
      tell(State.RUNNING, "", List.of(), run, numbers);
    }
  }

  /** Once the job has a checkpoint of its own, nobody needs those of jobs before it. */
  private void sweep(MeshState state, QueryRun run, JobNumbers numbers) {
    if (numbers.checkpoint().isPresent() && !swept.equals(run.job())) {
      parts.checkpoints.sweep(parts.clusters.siteOf(state, run.cluster()), query.name(), run.job());
      swept = run.job();
    }
  }

  /** With its state, if it can still make a savepoint; else with its newest checkpoint. */
  private void stop(MeshState state, QueryRun run) throws InterruptedException {
    tell(State.STOPPING, "", List.of(), run);
    var cluster = parts.clusters.find(state, run.cluster());
    var isAlive =
        cluster.flatMap(it -> it.rest().job(run.job())).filter(it -> !it.isOver()).isPresent();
    var from = Optional.<String>empty();
    if (isAlive) {
      from = savepoint(state, run, cluster.get());
    }
    rest(run, from.or(() -> newest(state, run)));
  }

  private Optional<String> savepoint(MeshState state, QueryRun run, FlinkClusters.Cluster cluster)
      throws InterruptedException {
    if (cluster.rest().job(run.job()).filter(JobState::isRunning).isEmpty()) {
      cluster.rest().cancel(run.job());
      return Optional.empty();
    }
    try {
      var folder =
          parts.checkpoints.savepoints(parts.clusters.siteOf(state, run.cluster()), query.name());
      return Optional.of(cluster.rest().stop(run.job(), folder, STOP_PATIENCE));
    } catch (ProblemException e) {
      cluster.rest().cancel(run.job());
      return Optional.empty();
    }
  }

  private void rest(QueryRun run, Optional<String> from) {
    parts.ledger.rested(query.name(), run, run.resting(from, parts.clock.instant()));
  }

  /** Its newest checkpoint, or what it was started from itself. */
  private Optional<String> newest(MeshState state, QueryRun run) {
    return parts
        .checkpoints
        .newest(parts.clusters.siteOf(state, run.cluster()), query.name(), run.job())
        .or(run::restoreFrom);
  }

  /** The query is gone: so is its job, and what it has kept. */
  void end(MeshState state) {
    var run = QueryRun.of(state, query.name());
    if (run.isJob()) {
      parts.clusters.find(state, run.cluster()).ifPresent(it -> it.rest().cancel(run.job()));
    }
    parts.ledger.forget(query.name(), run);
    parts.checkpoints.forget(parts.clusters.siteOf(state, run.cluster()), query.name());
  }

  private void later() {
    var delay = Duration.ofMillis(500L << Math.min(tries++, 10));
    notBefore = parts.clock.instant().plus(delay.compareTo(RETRY_MAX) < 0 ? delay : RETRY_MAX);
  }

  private void tell(State state, String message, List<String> causes, QueryRun run) {
    tell(state, message, causes, run, state == State.RUNNING ? status.numbers() : JobNumbers.NONE);
  }

  private void tell(
      State state, String message, List<String> causes, QueryRun run, JobNumbers numbers) {
    status = status(state, message, causes, run, numbers);
  }

  private QueryStatus status(
      State state, String message, List<String> causes, QueryRun run, JobNumbers numbers) {
    var before = status;
    var isSame = before != null && before.state() == state;
    return new QueryStatus(
        query.name(),
        query.product(),
        query.into(),
        state,
        isSame ? before.since() : parts.clock.instant(),
        message,
        causes,
        run.job(),
        run.cluster(),
        numbers);
  }
}
