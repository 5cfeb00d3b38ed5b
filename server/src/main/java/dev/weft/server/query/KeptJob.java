package dev.weft.server.query;

import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.QuerySpec;
import dev.weft.model.SizeText;
import dev.weft.server.query.QueryStatus.State;
import dev.weft.spi.MeshState;
import dev.weft.sql.cluster.JobNumbers;
import dev.weft.sql.cluster.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One job of a query, kept as it is wanted. Each call of {@link #keep} makes at most one step:
 * starts it, stops it, or looks at how it is doing.
 *
 * <p>What stops it for good and what only delays it are told apart by who can mend it: a job that
 * Flink itself has given up, or one that remembers too much, waits for its author; everything else
 * is tried again, at growing distances of up to a minute.
 */
final class KeptJob {
  private static final Duration MEASURE_EVERY = Duration.ofSeconds(3);
  private static final Duration RETRY_MAX = Duration.ofMinutes(1);

  /** So many records behind it is as good as up to date: a second or two later they are read. */
  private static final long BEHIND_MAX = 1_000;

  /** Until then it may not know yet how far it is behind; longer where it has read nothing. */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private static final Duration SETTLED_WITHOUT_RECORDS = Duration.ofSeconds(20);

  private final KeptQuery.Parts parts;
  private final QueryLine line;
  private final JobStarts starts;
  private final JobEnds ends;
  private volatile JobStatus status;
  private int tries;
  private Instant notBefore = Instant.EPOCH;
  private Instant measured = Instant.EPOCH;

  /**
   * What the job is to be.
   *
   * @param refusal why the product may not do what the query does; a job that runs is cancelled
   * @param crowded why it may not start now, because of others; asked only when it is about to
   */
  record Wanted(
      QuerySpec query,
      QueryControl control,
      QueryPlan plan,
      FlinkClusters.Site site,
      Optional<String> refusal,
      Supplier<Optional<String>> crowded) {
    Optional<String> objection() {
      return refusal.or(crowded);
    }

    boolean isAnew(QueryRun run) {
      return control.generation() != run.generation();
    }

    boolean isChanged(QueryRun run) {
      return !plan.edition().equals(run.edition()) || !site.name().equals(run.cluster());
    }
  }

  KeptJob(KeptQuery.Parts parts, QueryLine line) {
    this.parts = parts;
    this.line = line;
    this.starts = new JobStarts(parts, line);
    this.ends = new JobEnds(parts, line);
    this.status = JobStatus.waiting("", parts.clock().instant());
  }

  JobStatus status() {
    return status;
  }

  QueryRun run(MeshState state) {
    return QueryRun.of(state, line.name());
  }

  /** Whether it has read nearly all that there is. */
  boolean isCaughtUp() {
    var numbers = status.numbers();
    var settled = numbers.recordsIn() > 0 ? SETTLED : SETTLED_WITHOUT_RECORDS;
    return status.state() == State.RUNNING
        && numbers.checkpoint().isPresent()
        && numbers.lag() <= BEHIND_MAX
        && status.since().plus(settled).isBefore(parts.clock().instant());
  }

  /** Something is wanted that was not before: there is no reason to wait any longer. */
  void freshly() {
    tries = 0;
    notBefore = Instant.EPOCH;
  }

  boolean isDue() {
    return !parts.clock().instant().isBefore(notBefore);
  }

  /** Makes the next step towards what is wanted; never throws for what goes wrong with it. */
  void keep(MeshState state, Wanted wanted) throws InterruptedException {
    if (!isDue()) {
      return;
    }
    try {
      step(state, wanted);
    } catch (ProblemException e) {
      trouble(e);
    }
  }

  void trouble(ProblemException e) {
    later();
    var isWrong = e.first().kind() == Problem.Kind.INPUT;
    tell(isWrong ? State.FAILED : State.WAITING, e.getMessage(), List.of(), QueryRun.NEVER);
  }

  private void step(MeshState state, Wanted wanted) throws InterruptedException {
    var run = run(state);
    var isHeld = !run.held().isEmpty() && !wanted.isAnew(run) && !wanted.isChanged(run);
    if (run.isJob()) {
      watch(state, run, wanted);
    } else if (isHeld) {
      tell(State.FAILED, run.held(), List.of(), run);
    } else {
      var objection = wanted.objection();
      if (objection.isPresent()) {
        tell(State.WAITING, objection.get(), List.of(), run);
      } else {
        start(state, run, wanted);
      }
    }
  }

  private void start(MeshState state, QueryRun before, Wanted wanted) {
    tell(State.STARTING, "", List.of(), before);
    var cluster = parts.clusters().at(wanted.site());
    var run = starts.next(before, wanted);
    starts.submit(state, run, wanted, cluster);
    tell(State.STARTING, "", List.of(), run);
  }

  private void watch(MeshState state, QueryRun run, Wanted wanted) throws InterruptedException {
    var cluster = parts.clusters().find(state, run.cluster());
    var job = cluster.flatMap(it -> it.rest().job(run.job()));
    if (job.filter(it -> !it.isOver()).isEmpty()) {
      over(state, run, wanted, cluster, job);
    } else if (wanted.refusal().isPresent() || wanted.isAnew(run)) {
      cancel(state);
    } else if (wanted.isChanged(run)) {
      stop(state);
    } else {
      look(state, run, wanted, cluster.get(), job.get());
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
      tell(State.FAILED, JobFailures.givenUp(line.query(), run, causes), causes, run);
      return;
    }
    var lost =
        job.isEmpty() && cluster.isPresent() ? ends.lost(state, run) : Optional.<String>empty();
    if (lost.isPresent()) {
      ends.hold(run, lost.get(), run.restoreFrom());
      return;
    }
    ends.rest(run, ends.newest(state, run));
    if (job.isPresent()) {
      later();
    }
  }

  private void look(
      MeshState state, QueryRun run, Wanted wanted, FlinkClusters.Cluster cluster, JobState job)
      throws InterruptedException {
    var now = parts.clock().instant();
    if (!job.isRunning()) {
      var isFirst = job.state().equals("CREATED") || status.state() == State.STARTING;
      var causes = cluster.rest().failure(run.job());
      var begins = isFirst && causes.isEmpty();
      var message = begins ? "" : JobFailures.triedAgain(causes);
      tell(begins ? State.STARTING : State.RESTARTING, message, causes, run);
      if (wanted.query().execution().skips()) {
        ends.skip(state, run, wanted, causes);
      }
      return;
    }
    tries = 0;
    if (status.state() != State.RUNNING || measured.plus(MEASURE_EVERY).isBefore(now)) {
      measured = now;
      var numbers = cluster.rest().numbers(run.job());
      var bytes = numbers.checkpoint().map(JobNumbers.Checkpoint::bytes).orElse(0L);
      parts.sizes().put(line.name(), bytes);
      var most = wanted.query().execution().stateMax();
      if (bytes > most) {
        hold(state, run, cluster, bytes, most);
        return;
      }
      ends.sweep(state, run, numbers);
      status = status.then(State.RUNNING, "", List.of(), run, numbers, now);
    }
  }

  /** It remembers more than it may: others on the cluster are not to suffer from it. */
  private void hold(
      MeshState state, QueryRun run, FlinkClusters.Cluster cluster, long bytes, long most)
      throws InterruptedException {
    var largest = cluster.rest().largest(run.job());
    var reason =
        "It was stopped because its state has grown to %s, and may have %s.%s Say with execution.stateTtl for how long rows are remembered, or allow more with execution.stateLimit; it goes on from where it was."
            .formatted(
                SizeText.of(bytes),
                SizeText.of(most),
                largest
                    .map(one -> " " + SizeText.of(one.bytes()) + " are of " + one.step() + ".")
                    .orElse(""));
    tell(State.STOPPING, reason, List.of(), run);
    ends.hold(run, reason, ends.stopped(state, run));
    parts.sizes().remove(line.name());
  }

  /** With its state, if it can still make a savepoint; else with its newest checkpoint. */
  void stop(MeshState state) throws InterruptedException {
    var run = run(state);
    if (run.isJob()) {
      tell(State.STOPPING, "", List.of(), run);
      ends.rest(run, ends.stopped(state, run));
      parts.sizes().remove(line.name());
    }
  }

  /** At once; it can go on from its newest checkpoint. */
  void cancel(MeshState state) {
    var run = run(state);
    if (run.isJob()) {
      parts.clusters().find(state, run.cluster()).ifPresent(it -> it.rest().cancel(run.job()));
      ends.rest(run, ends.newest(state, run));
    }
  }

  /** Nobody wants it to run. */
  void pause(MeshState state) throws InterruptedException {
    if (run(state).isJob()) {
      stop(state);
    } else {
      tell(State.STOPPED, "Somebody stopped it.", List.of(), run(state));
    }
  }

  /**
   * Stops it so that all it has read is in what it has written.
   *
   * @return whether it could be; if not, it rests and can go on from its newest checkpoint
   */
  boolean settle(MeshState state) throws InterruptedException {
    var run = run(state);
    if (!run.isJob()) {
      return false;
    }
    tell(State.STOPPING, "It takes the other's place.", List.of(), run);
    var saved = ends.savepoint(state, run, line.query());
    ends.rest(run, saved.or(() -> ends.newest(state, run)));
    if (saved.isEmpty()) {
      later();
    }
    return saved.isPresent();
  }

  /** The line is gone: so is its job, and what it has kept. */
  void end(MeshState state) {
    ends.end(state, run(state));
    parts.sizes().remove(line.name());
    status = JobStatus.waiting("", parts.clock().instant());
  }

  private void later() {
    var delay = Duration.ofMillis(500L << Math.min(tries++, 10));
    notBefore = parts.clock().instant().plus(delay.compareTo(RETRY_MAX) < 0 ? delay : RETRY_MAX);
  }

  void tell(State state, String message, List<String> causes, QueryRun run) {
    var numbers = state == State.RUNNING ? status.numbers() : JobNumbers.NONE;
    var told = JobFailures.told(causes);
    status = status.then(state, message, told, run, numbers, parts.clock().instant());
  }
}
