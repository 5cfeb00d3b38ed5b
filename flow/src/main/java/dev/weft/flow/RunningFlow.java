package dev.weft.flow;

import dev.weft.flow.FlowStatus.State;
import dev.weft.flow.ProcessorStage.Retries;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private final FlowSpec flow;
  private final FlowPlan plan;
  private final RunnerServices services;
  private final FlowLimits limits;
  private final FlowLog flowLog;
  private final String runner;
  private final Backoff backoff;
  private final StopSignal stop = new StopSignal();
  private final Patience patience;
  private final Polling polling = new Polling();
  private final ReentrantLock turn = new ReentrantLock();
  private final Map<String, Tally> tallies = new LinkedHashMap<>();

  private volatile Graph graph;
  private volatile Condition condition;
  private TransactionalWriter writer;
  private UnitOfWork unit;
  private boolean resumed;
  private boolean perhapsFenced;
  private long openedAt;
  private boolean ended;
  private int troubles;

  private record Condition(State state, Instant since, String message) {}

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
    this.flow = flow;
    this.plan = plan;
    this.services = services;
    this.limits = limits;
    this.flowLog = flowLog;
    this.runner = runner;
    this.backoff = backoff;
    this.patience = new Patience(services.decisions()::epoch, services.clock());
    plan.steps().forEach(step -> tallies.put(step.name(), new Tally()));
    become(State.RUNNING, "");
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
    var rest = patience.remaining();
    if (!rest.isZero()) {
      return rest;
    }
    polling.enter();
    try {
      open();
      var lane = graph.next();
      var wait = lane.dueMillis() - services.clock().millis();
      if (wait > 0) {
        return Duration.ofMillis(wait);
      }
      run(lane);
      troubles = 0;
      become(State.RUNNING, "");
      return Duration.ZERO;
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

  private void open() {
    if (graph == null) {
      var retries = new Retries(backoff, limits.triesInPlace(), stop);
      graph =
          new GraphBuilder(flow, plan, services, limits, retries, tallies::get, flowLog).build();
    }
    if (writer == null) {
      openWriter();
    }
    if (!resumed) {
      resume();
    }
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
    resumed = true;
  }

  private void run(Lane lane) {
    var polledAt = services.clock().millis();
    var batch = poll(lane);
    if (!batch.flowFiles().isEmpty() || batch.position().isPresent()) {
      graph.begin(unit);
      batch.flowFiles().forEach(lane::emit);
      graph.settle();
      unit.commit(lane.name(), batch.position().orElse(null));
      tallies.values().forEach(Tally::commit);
    }
    lane.advance(batch, polledAt, services.clock().millis());
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
    return patience.begin(pause);
  }

  /** A bug, or something that nobody takes: everything is closed and made anew, later. */
  private Duration fault(Throwable e) {
    if (troubles == 0) {
      log.error("Flow {} has failed: {}", flow.name(), Faults.words(e), cause(e));
    } else {
      log.error("Flow {} has failed again: {}", flow.name(), Faults.words(e));
    }
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
    tallies.values().forEach(Tally::forget);
    if (graph != null) {
      graph.clear();
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
        wired == null ? List.of() : wired.connections());
  }

  private FlowStatus.ProcessorStatus processor(FlowPlan.Step step, Condition now) {
    var concerned = now.message.startsWith("'" + step.name() + "'");
    return tallies
        .get(step.name())
        .status(step.name(), step.type().name(), now.state, concerned ? now.message : "");
  }
}
