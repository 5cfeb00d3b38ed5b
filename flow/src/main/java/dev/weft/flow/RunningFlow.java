package dev.weft.flow;

import dev.weft.flow.FlowStatus.Level;
import dev.weft.flow.FlowStatus.State;
import dev.weft.flow.UnitAborted.Fenced;
import dev.weft.flow.UnitAborted.Stopped;
import dev.weft.flow.UnitAborted.WriterBroken;
import dev.weft.model.FlowSpec;
import dev.weft.model.ProblemException;
import dev.weft.spi.flow.RetryableException;
import dev.weft.spi.flow.SourceProcessor.Batch;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One flow that shall run. It has no thread of its own: {@link #step} does one unit of work, if one
 * is due, and says when to call again. Only one thread is in a step at a time.
 */
final class RunningFlow {
  private static final Logger log = LoggerFactory.getLogger(RunningFlow.class);
  private static final Duration FENCED_PAUSE = Duration.ofSeconds(1);
  private static final Duration BULLETINS_FOR = Duration.ofMinutes(5);

  private static final long REST_LONGEST_MILLIS = 60_000;

  private final RunnerServices services;
  private final FlowLimits limits;
  private final FlowLog flowLog;
  private final String runner;
  private final Backoff backoff;
  private final StopSignal stop = new StopSignal();
  private final Patience patience;
  private final Polling polling = new Polling();
  private final ReentrantLock turn = new ReentrantLock();
  private final Queue<FutureTask<Integer>> errands = new ConcurrentLinkedQueue<>();
  private final AtomicReference<Future<?>> pause = new AtomicReference<>();
  private final FlowScope scope;

  private volatile FlowSpec flow;
  private volatile FlowPlan plan;
  private volatile Next next;
  private volatile Graph graph;
  private volatile Condition condition;
  private TransactionalWriter writer;
  private UnitOfWork unit;
  private QueueLog queueLog;
  private boolean waits;
  private boolean waitingIsKnown;
  private boolean resumed;
  private boolean perhapsFenced;
  private long openedAt;
  private volatile boolean wanted;
  private volatile boolean ended;
  private volatile Set<String> held = Set.of();
  private int troubles;

  private record Condition(State state, Instant since, String message) {}

  /** What the flow shall be from the next unit of work on. */
  private record Next(FlowSpec flow, FlowPlan plan) {}

  /** Another runner has the flow: final for this one. */
  private static final class TakenOver extends RuntimeException {
    TakenOver() {
      super("Another runner has taken over this flow.");
    }
  }

  RunningFlow(
      FlowSpec flow,
      FlowPlan plan,
      RunnerServices services,
      FlowLimits limits,
      FlowLog flowLog,
      String runner,
      Backoff backoff) {
    this.services = services;
    this.flow = flow;
    this.plan = plan;
    this.limits = limits;
    this.flowLog = flowLog;
    this.runner = runner;
    this.backoff = backoff;
    this.patience = new Patience(services.decisions()::epoch, services.clock());
    this.scope =
        new FlowScope(
            services.clock(),
            new SpillSpace(limits.spillFolder().resolve(flow.name()), limits.spillBytes()));
    plan.steps().forEach(step -> scope.tally(step.name()));
    become(State.RUNNING, "");
  }

  /**
   * Goes on as this flow from the next unit of work on: what has not changed is not interrupted,
   * what waits still waits. False when it runs no more.
   */
  boolean change(FlowSpec nextFlow, FlowPlan nextPlan) {
    if (stop.isGiven() || ended) {
      return false;
    }
    next = new Next(nextFlow, nextPlan);
    patience.end();
    return true;
  }

  /** Somebody wants something of it that its next step does. */
  void want() {
    wanted = true;
  }

  /** Whether that step has not begun yet. */
  boolean isWanted() {
    return wanted;
  }

  /** It rests until this runs; empty when it runs at once. */
  void pausing(Optional<Future<?>> pause) {
    this.pause.set(pause.orElse(null));
  }

  /** Ends the rest; false when it does not rest. */
  boolean endPause() {
    var its = pause.getAndSet(null);
    return its != null && its.cancel(false);
  }

  /** Only these processors shall not run. */
  void hold(Set<String> processors) {
    plan.steps().forEach(step -> scope.gate(step.name()).set(!processors.contains(step.name())));
    held = Set.copyOf(processors);
  }

  /** What waited in a connection at the last commit; empty when there is no such connection. */
  Optional<List<Waiting>> waiting(String connection) {
    var wired = graph;
    return wired == null ? Optional.empty() : wired.connection(connection).map(Connection::kept);
  }

  /** Drops what waits in a connection, as a unit of work; how many records that were. */
  Future<Integer> drop(String connection) {
    var errand = new FutureTask<>(() -> dropNow(connection));
    errands.add(errand);
    return errand;
  }

  /** Gives records to a processor as if they came in its first connection, as a unit of work. */
  Future<Integer> replay(String processor, List<Replayed> records) {
    var errand = new FutureTask<>(() -> replayNow(processor, records));
    errands.add(errand);
    return errand;
  }

  private int replayNow(String processor, List<Replayed> records) {
    var into = graph.into(processor);
    if (into.isEmpty()) {
      return 0;
    }
    graph.begin(unit);
    records.forEach(into.get()::replay);
    finish();
    unit.commit();
    committed();
    return records.size();
  }

  private int dropNow(String connection) {
    var found = graph.connection(connection);
    if (found.isEmpty()) {
      return 0;
    }
    var dropped = found.get().drop();
    scope.tally(found.get().id().from()).count("dropped", dropped);
    finish();
    unit.commit();
    committed();
    return dropped;
  }

  /** Works, and returns how long nothing is due; negative when the flow has ended. */
  Duration step() {
    turn.lock();
    try {
      if (ended || stop.isGiven()) {
        close();
        return Duration.ofMillis(-1);
      }
      return work();
    } finally {
      turn.unlock();
    }
  }

  /** Stops: a unit of work in progress may finish within the limit, else it is given up. */
  void stop() {
    stop.give();
    polling.interrupt();
    if (!quiet(limits.stopWithin())) {
      polling.interruptAll();
      if (!quiet(limits.stopWithin())) {
        log.error("Flow {} does not stop; its thread is left behind", flow.name());
      }
    }
    become(State.STOPPED, "");
  }

  /** Closes as soon as no step is in progress; false when that takes longer. */
  private boolean quiet(Duration within) {
    try {
      if (!turn.tryLock(within.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      close();
      return true;
    } finally {
      turn.unlock();
    }
  }

  private Duration work() {
    wanted = false;
    var rest = patience.remaining();
    if (!rest.isZero()) {
      return rest;
    }
    polling.enter();
    try {
      open();
      return workOnce();
    } catch (Stopped e) {
      giveUp();
      return Duration.ZERO;
    } catch (UnitAborted e) {
      return trouble(e);
    } catch (TakenOver e) {
      ended = true;
      return failed(e, e.getMessage());
    } catch (RuntimeException | Error e) {
      return fault(e);
    } finally {
      polling.leave();
    }
  }

  /** One unit of work, of what waits or of the source that is due first. */
  private Duration workOnce() {
    for (var errand = errands.poll(); errand != null; errand = errands.poll()) {
      run(errand);
    }
    var now = services.clock().instant();
    if (!graph.waitingDue().isAfter(now)) {
      goOn();
      worked();
      return Duration.ZERO;
    }
    var lane = graph.next();
    var dueMillis =
        Math.min(lane.map(Lane::dueMillis).orElse(Long.MAX_VALUE), toMillis(graph.waitingDue()));
    var wait = dueMillis - now.toEpochMilli();
    if (lane.isEmpty() || wait > 0) {
      worked();
      return Duration.ofMillis(Math.min(Math.max(wait, 1), REST_LONGEST_MILLIS));
    }
    run(lane.get());
    worked();
    return Duration.ZERO;
  }

  /** Whoever wanted it hears of what goes wrong; here it is a unit of work that is given up. */
  private void run(FutureTask<Integer> errand) {
    errand.run();
    try {
      errand.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw new FlowFault(Faults.words(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
  }

  private static long toMillis(Instant due) {
    return due.equals(Instant.MAX) ? Long.MAX_VALUE : due.toEpochMilli();
  }

  private void worked() {
    troubles = 0;
    become(State.RUNNING, held.isEmpty() ? "" : heldText());
  }

  private String heldText() {
    return "Somebody stopped " + String.join(", ", new TreeSet<>(held)) + "; the rest runs.";
  }

  private void open() {
    var change = next;
    if (change != null) {
      next = null;
      become(change);
    }
    if (graph == null) {
      graph = build(new FlowServices(plan.services(), services.clock()), Map.of());
      graph.lanes().forEach(lane -> lane.begin(services.clock().millis()));
    }
    if (writer == null) {
      openWriter();
    }
    if (!resumed) {
      resume();
    }
  }

  private Graph build(FlowServices controllers, Map<String, AutoCloseable> kept) {
    var calls = new Calls(backoff, limits.triesInPlace(), stop);
    return new GraphBuilder(flow, plan, services, limits, calls, scope, flowLog, controllers, kept)
        .build();
  }

  /** The flow has been changed: makes what is new, and goes on with what is the same. */
  private void become(Next change) {
    var before = graph;
    var old = new HashMap<String, FlowPlan.Step>();
    plan.steps().forEach(step -> old.put(step.name(), step));
    var sameServices = plan.services().equals(change.plan().services());
    flow = change.flow();
    plan = change.plan();
    hold(held);
    if (before == null) {
      return;
    }
    if (!sameServices) {
      close();
      return;
    }
    var kept = new HashMap<>(before.instances());
    kept.keySet().removeIf(name -> !stays(name, old));
    graph = build(before.services(), kept);
    before.closeExcept(graph);
    follow(before);
  }

  private boolean stays(String name, Map<String, FlowPlan.Step> old) {
    return plan.steps().stream().anyMatch(step -> step.name().equals(name) && isSame(step, old));
  }

  private static boolean isSame(FlowPlan.Step step, Map<String, FlowPlan.Step> old) {
    return old.containsKey(step.name()) && step.isSame(old.get(step.name()));
  }

  private void follow(Graph before) {
    var lanes = new HashMap<String, Lane>();
    before.lanes().forEach(lane -> lanes.put(lane.name(), lane));
    var all = true;
    for (var lane : graph.lanes()) {
      if (lanes.containsKey(lane.name())) {
        lane.follow(lanes.get(lane.name()));
      } else {
        lane.begin(services.clock().millis());
        all = false;
      }
    }
    tellOfGone(graph.restore(before.waiting()));
    // A source that is new may have had a position before.
    resumed &= all;
  }

  /** Opening fences out whoever had the flow; only after it is the position read that counts. */
  private void openWriter() {
    if (perhapsFenced) {
      lookWhoHasTheFlow();
    }
    var partition = flowLog.partition(flow.name());
    writer = flowLog.writer(flow.name());
    openedAt = flowLog.end(flow.name());
    unit = new UnitOfWork(flow.name(), services.clock(), writer, partition);
    queueLog = new QueueLog(flow.name(), partition);
    unit.own(runner);
  }

  /**
   * Being fenced is no proof: the broker itself aborts what takes too long, and fences then. Only
   * what another runner has said since this one opened its writer is; what the log says from before
   * may be the word of a process that was killed.
   */
  private void lookWhoHasTheFlow() {
    var state = flowLog.committedState(flow.name());
    if (!state.runner().equals(runner) && state.ownedAt() >= openedAt) {
      throw new TakenOver();
    }
    perhapsFenced = false;
    log.warn(
        "Flow {}: a unit of work took too long and was aborted; it is done again", flow.name());
  }

  /** No source is asked before its position has been read. */
  private void resume() {
    var state = flowLog.state(flow.name());
    graph.lanes().forEach(lane -> lane.resume(state.position(lane.name())));
    plan.steps().forEach(step -> scope.memory(step.name()).restore(state.memory(step.name())));
    waitingIsKnown = state.isWaiting();
    if (state.isWaiting()) {
      tellOfGone(graph.restore(flowLog.waiting(flow.name(), queueLog)));
    }
    resumed = true;
  }

  /** What waits in a connection that is no more stays in the log, and people hear of it. */
  private void tellOfGone(Map<String, List<Waiting>> gone) {
    gone.forEach(
        (connection, waiting) ->
            scope
                .bulletins()
                .tell(
                    Level.WARNING,
                    "",
                    waiting.size()
                        + " FlowFiles wait in '"
                        + connection
                        + "', which the flow has no more. Draw it again to go on with them."));
  }

  private void run(Lane lane) {
    var polledAt = services.clock().millis();
    var batch = poll(lane);
    if (!batch.flowFiles().isEmpty() || batch.position().isPresent()) {
      graph.begin(unit);
      batch.flowFiles().forEach(lane::emit);
      finish();
      unit.commit(lane.name(), batch.position().orElse(null));
      committed();
    }
    lane.advance(batch, polledAt, services.clock().millis());
  }

  /** A unit of work that no source has led to: something that waited goes on. */
  private void goOn() {
    graph.begin(unit);
    finish();
    unit.commit();
    committed();
  }

  /** All that can be done is done, and what has to be remembered is written. */
  private void finish() {
    graph.work(services.clock().instant());
    graph.settle();
    unit.remember(scope.memories());
    var waiting = graph.keep(unit, queueLog);
    if (waiting != waitingIsKnown) {
      unit.waiting(waiting);
    }
    waits = waiting;
  }

  private void committed() {
    waitingIsKnown = waits;
    graph.committed();
    scope.commit();
  }

  private Batch poll(Lane lane) {
    polling.begin(stop);
    try {
      return lane.source().poll(lane.position());
    } catch (RetryableException e) {
      throw new UnitAborted("'" + lane.name() + "': " + Faults.words(e), e);
    } catch (InterruptedException e) {
      throw new Stopped();
    } catch (RuntimeException e) {
      throw new FlowFault("'" + lane.name() + "' has a fault: " + Faults.words(e), e);
    } finally {
      polling.end();
    }
  }

  /** Something outside does not answer: nothing is committed, the same is tried again later. */
  private Duration trouble(UnitAborted e) {
    giveUp();
    if (e instanceof WriterBroken || e instanceof Fenced) {
      closeWriter();
    }
    if (stop.isGiven()) {
      return Duration.ZERO;
    }
    if (e instanceof Fenced) {
      perhapsFenced = true;
      become(State.WAITING, "Another writer has appeared; looking who has the flow.");
      return FENCED_PAUSE;
    }
    var pause = backoff.pause(troubles++);
    become(State.WAITING, e.getMessage() + " Tries again in " + seconds(pause) + ".");
    if (troubles == 1) {
      log.warn("Flow {} waits: {}", flow.name(), e.getMessage());
    }
    scope.bulletins().tell(Level.WARNING, "", e.getMessage());
    return patience.begin(pause);
  }

  /** A bug, or something that nobody takes: everything is closed and made anew, later. */
  private Duration fault(Throwable e) {
    if (troubles == 0) {
      log.error("Flow {} has failed: {}", flow.name(), Faults.words(e), cause(e));
    } else {
      log.error("Flow {} has failed again: {}", flow.name(), Faults.words(e));
    }
    scope.bulletins().tell(Level.ERROR, "", Faults.words(e));
    var pause = backoff.pause(troubles++);
    return failed(pause, Faults.words(e) + " Starts again in " + seconds(pause) + ".");
  }

  private Duration failed(TakenOver e, String message) {
    log.warn("Flow {}: {}", flow.name(), e.getMessage());
    return failed(Duration.ZERO, message);
  }

  private Duration failed(Duration pause, String message) {
    close();
    become(State.FAILED, message);
    return pause;
  }

  /** What the log needs to show of a fault: its cause, or nothing when the message says all. */
  private static Throwable cause(Throwable fault) {
    return fault instanceof FlowFault || fault instanceof ProblemException
        ? fault.getCause()
        : fault;
  }

  private static String seconds(Duration pause) {
    return BigDecimal.valueOf(pause.toMillis() / 100, 1) + " s";
  }

  /** Nothing of the current unit of work has happened. */
  private void giveUp() {
    scope.forget();
    if (graph != null) {
      graph.rollBack();
    }
    if (unit != null) {
      try {
        unit.abort();
      } catch (UnitAborted e) {
        closeWriter();
      }
    }
  }

  private void closeWriter() {
    unit = null;
    resumed = false;
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }

  private void close() {
    giveUp();
    closeWriter();
    if (graph != null) {
      try {
        graph.close();
      } catch (RuntimeException e) {
        log.warn("Flow {}: a processor did not close: {}", flow.name(), Faults.words(e));
      }
      graph = null;
    }
  }

  private void become(State state, String message) {
    var now = condition;
    if (now == null || now.state != state) {
      condition = new Condition(state, services.clock().instant(), message);
    } else if (!now.message.equals(message)) {
      condition = new Condition(state, now.since, message);
    }
  }

  FlowStatus status() {
    var now = condition;
    var wired = graph;
    return new FlowStatus(
        flow.name(),
        flow.product(),
        now.state,
        now.since,
        now.message,
        plan.steps().stream().map(step -> processor(step, now)).toList(),
        wired == null ? List.of() : wired.connections(),
        scope.bulletins().since(services.clock().instant().minus(BULLETINS_FOR)));
  }

  private FlowStatus.ProcessorStatus processor(FlowPlan.Step step, Condition now) {
    var concerned = now.message.startsWith("'" + step.name() + "'");
    var state = held.contains(step.name()) ? State.STOPPED : now.state;
    return scope
        .tally(step.name())
        .status(step.name(), step.type().name(), state, concerned ? now.message : "");
  }
}
