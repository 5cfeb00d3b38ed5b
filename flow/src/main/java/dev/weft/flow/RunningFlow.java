package dev.weft.flow;

import dev.weft.flow.FlowStatus.State;
import dev.weft.flow.UnitAborted.Fenced;
import dev.weft.flow.UnitAborted.Refused;
import dev.weft.flow.UnitAborted.Stopped;
import dev.weft.flow.UnitAborted.WriterBroken;
import dev.weft.flow.UnitAtWork.TakenOver;
import dev.weft.model.FlowSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
  private static final long REST_LONGEST_MILLIS = 60_000;

  private final RunnerServices services;
  private final FlowLimits limits;
  private final FlowLog flowLog;
  private final Backoff backoff;
  private final StopSignal stop = new StopSignal();
  private final Patience patience;
  private final Polling polling = new Polling();
  private final ReentrantLock turn = new ReentrantLock();
  private final Errands errands = new Errands();
  private final Rest rest = new Rest();
  private final FlowScope scope;
  private final FlowCondition condition;
  private final UnitAtWork work;
  private final EgressGuard guard;

  private volatile FlowSpec flow;
  private volatile FlowPlan plan;
  private volatile FlowChange next;
  private volatile Graph graph;
  private volatile boolean ended;

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
    this.backoff = backoff;
    this.patience = new Patience(services.decisions()::epoch, services.clock());
    this.scope =
        new FlowScope(
            services.clock(),
            new SpillSpace(limits.spillFolder().resolve(flow.name()), limits.spillBytes()));
    this.condition = new FlowCondition(flow.name(), scope, backoff);
    this.work = new UnitAtWork(flow.name(), runner, flowLog, scope, limits.idleAfter());
    this.guard = new EgressGuard(services.egress(), services.expressions(), services.refusals());
    plan.steps().forEach(step -> scope.tally(step.name()));
  }

  /** Whether it sends anything out of the mesh. */
  boolean sends() {
    return FlowEgress.sends(plan);
  }

  /**
   * Goes on as this flow from the next unit of work on: what has not changed is not interrupted,
   * what waits still waits. False when it runs no more.
   */
  boolean change(FlowSpec nextFlow, FlowPlan nextPlan) {
    if (stop.isGiven() || ended) {
      return false;
    }
    next = new FlowChange(nextFlow, nextPlan);
    patience.end();
    return true;
  }

  boolean isTakenOver() {
    return ended;
  }

  Rest rest() {
    return rest;
  }

  /** Only these processors shall not run. */
  void hold(Set<String> processors) {
    plan.steps().forEach(step -> scope.gate(step.name()).set(!processors.contains(step.name())));
    condition.hold(processors);
  }

  /** What waited in a connection at the last commit; empty when there is no such connection. */
  Optional<List<Waiting>> waiting(String connection) {
    var wired = graph;
    return wired == null ? Optional.empty() : wired.connection(connection).map(Connection::kept);
  }

  /** Its next step does this, as a unit of work; how many records it was about. */
  Future<Integer> want(FlowErrand errand) {
    return errands.add(() -> work.errand(graph, errand));
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
    condition.become(State.STOPPED, "");
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
    rest.over();
    var patient = patience.remaining();
    if (!patient.isZero()) {
      return patient;
    }
    polling.enter();
    try {
      change();
      guard.check(flow, plan);
      open();
      return workOnce();
    } catch (Stopped e) {
      giveUp();
      return Duration.ZERO;
    } catch (UnitAborted e) {
      return trouble(e);
    } catch (TakenOver e) {
      return takenOver(e);
    } catch (RuntimeException | Error e) {
      return fault(e);
    } finally {
      polling.leave();
    }
  }

  /** One unit of work, of what waits or of the source that is due first. */
  private Duration workOnce() {
    errands.doAll();
    var now = services.clock().instant();
    if (!graph.waitingDue().isAfter(now)) {
      work.goOn(graph);
      condition.worked();
      return Duration.ZERO;
    }
    var lane = graph.next();
    var wait = graph.dueMillis() - now.toEpochMilli();
    if (lane.isEmpty() || wait > 0) {
      condition.worked();
      work.rest();
      return Duration.ofMillis(Math.min(Math.max(wait, 1), REST_LONGEST_MILLIS));
    }
    run(lane.get());
    condition.worked();
    return Duration.ZERO;
  }

  private void change() {
    var change = next;
    if (change != null) {
      next = null;
      become(change);
    }
  }

  private void open() {
    if (graph == null) {
      graph = build(new FlowServices(plan.services(), services.clock()), Map.of());
      graph.lanes().forEach(lane -> lane.begin(services.clock().millis()));
    }
    work.open(graph, plan);
  }

  private Graph build(FlowServices controllers, Map<String, AutoCloseable> kept) {
    var calls = new Calls(backoff, limits.triesInPlace(), stop);
    return new GraphBuilder(flow, plan, services, limits, calls, scope, flowLog, controllers, kept)
        .build();
  }

  /** The flow has been changed: makes what is new, and goes on with what is the same. */
  private void become(FlowChange change) {
    var before = graph;
    var planBefore = plan;
    flow = change.flow();
    plan = change.plan();
    hold(condition.held());
    if (before == null) {
      return;
    }
    if (!change.keepsServices(planBefore)) {
      close();
      return;
    }
    graph = build(before.services(), change.kept(planBefore, before));
    before.closeExcept(graph);
    work.follow(before, graph);
  }

  private void run(Lane lane) {
    var polledAt = services.clock().millis();
    var polled = polling.poll(lane, stop, polledAt, scope.bulletins());
    if (polled.isEmpty()) {
      work.rest();
      return;
    }
    var batch = polled.get();
    if (!batch.flowFiles().isEmpty() || batch.position().isPresent()) {
      guard.check(flow, plan); // It may have waited for long.
      batch = work.batch(graph, lane, batch);
    }
    lane.advance(batch, polledAt, services.clock().millis());
    if (batch.flowFiles().isEmpty()) {
      work.rest();
    }
  }

  /** Something outside does not answer: nothing is committed, the same is tried again later. */
  private Duration trouble(UnitAborted e) {
    giveUp();
    if (e instanceof WriterBroken || e instanceof Fenced) {
      work.close();
    }
    if (e instanceof Refused) {
      close(); // Connections to where it may not send, too.
    }
    if (stop.isGiven()) {
      return Duration.ZERO;
    }
    if (e instanceof Fenced) {
      work.fenced();
      condition.become(State.WAITING, "Another writer has appeared; looking who has the flow.");
      return FENCED_PAUSE;
    }
    return patience.begin(condition.trouble(e));
  }

  /** A bug, or something that nobody takes: everything is closed and made anew, later. */
  private Duration fault(Throwable e) {
    close();
    return condition.fault(e);
  }

  private Duration takenOver(TakenOver e) {
    ended = true;
    log.warn("Flow {}: {}", flow.name(), e.getMessage());
    close();
    condition.become(State.FAILED, e.getMessage());
    return Duration.ZERO;
  }

  /** Nothing of the current unit of work has happened. */
  private void giveUp() {
    if (graph != null) {
      graph.rollBack();
    }
    scope.forget();
    work.giveUp();
  }

  private void close() {
    giveUp();
    work.close();
    if (graph != null) {
      try {
        graph.close();
      } catch (RuntimeException e) {
        log.warn("Flow {}: a processor did not close: {}", flow.name(), Faults.words(e));
      }
      graph = null;
    }
  }

  List<FlowStatus.History> history() {
    return condition.history(plan);
  }

  FlowStatus status() {
    return condition.status(flow, plan, Optional.ofNullable(graph), limits);
  }
}
