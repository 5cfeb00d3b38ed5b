package dev.weft.flow;

import dev.weft.flow.FlowStatus.Level;
import dev.weft.spi.flow.SourceProcessor.Batch;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running flow's place in the log: its writer, the unit of work that is open in it, and what the
 * log is known to say. Opened anew after every trouble of the log. A writer has a thread, buffers
 * and a connection, so that of a flow with nothing to write is closed until it has. For one thread
 * at a time.
 */
final class UnitAtWork {
  private static final Logger log = LoggerFactory.getLogger(UnitAtWork.class);

  /** Of a busy source, in one unit of work: readers wait for its commit, and sinks hold them. */
  private static final int BATCHES_MAX = 10;

  private static final long FOLLOW_NANOS_MAX = Duration.ofMillis(200).toNanos();

  private final String flow;
  private final String runner;
  private final Clock clock;
  private final FlowLog flowLog;
  private final FlowScope scope;
  private final Duration idleAfter;
  private TransactionalWriter writer;
  private UnitOfWork unit;
  private QueueLog queueLog;
  private boolean waits;
  private boolean waitingIsKnown;
  private boolean resumed;
  private boolean perhapsFenced;
  private long openedAt;
  private long usedMillis;

  /** Another runner has the flow: final for this one. */
  static final class TakenOver extends RuntimeException {
    TakenOver() {
      super("Another runner has taken over this flow.");
    }
  }

  /** The runner is the word by which this one knows itself in the log. */
  UnitAtWork(String flow, String runner, FlowLog flowLog, FlowScope scope, Duration idleAfter) {
    this.flow = flow;
    this.runner = runner;
    this.clock = scope.clock();
    this.flowLog = flowLog;
    this.scope = scope;
    this.idleAfter = idleAfter;
  }

  /**
   * Returns when the flow is this runner's and the graph goes on where the log says.
   *
   * @throws TakenOver when another runner has the flow
   */
  void open(Graph graph, FlowPlan plan) {
    if (resumed) {
      return;
    }
    if (writer == null) {
      openWriter();
    }
    resume(graph, plan);
  }

  /** Opening fences out whoever had the flow; only after it is the position read that counts. */
  private void openWriter() {
    if (perhapsFenced) {
      if (hasAnotherRunner()) {
        throw new TakenOver();
      }
      perhapsFenced = false;
      log.warn("Flow {}: a unit of work took too long and was aborted; it is done again", flow);
    }
    writer = flowLog.writer(flow);
    own();
    usedMillis = 0;
  }

  /**
   * Opens the writer that was closed for want of work. Another runner may have come meanwhile, also
   * between the look and the opening, which fences it out: it looks who has the flow, too, and goes
   * on.
   */
  private void openAgain() {
    if (writer != null) {
      return;
    }
    if (hasAnotherRunner()) {
      throw new TakenOver();
    }
    writer = flowLog.writer(flow);
    if (hasAnotherRunner()) {
      close();
      throw new TakenOver();
    }
    own();
    usedMillis = clock.millis();
  }

  private void own() {
    var partition = flowLog.partition(flow);
    openedAt = flowLog.end(flow);
    unit = new UnitOfWork(flow, clock, writer, partition);
    queueLog = new QueueLog(flow, partition);
    unit.own(runner);
  }

  /**
   * Being fenced is no proof: the broker itself aborts what takes too long, and fences then. Only
   * what another runner has said since this one opened its writer is; what the log says from before
   * may be the word of a process that was killed.
   */
  private boolean hasAnotherRunner() {
    var state = flowLog.committedState(flow);
    return !state.runner().equals(runner) && state.ownedAt() >= openedAt;
  }

  /**
   * There is nothing to do. A writer with which nothing has been written yet is closed at once: a
   * thousand flows that begin together would have more connections than a broker allows.
   */
  void rest() {
    if (writer != null && clock.millis() - usedMillis > idleAfter.toMillis()) {
      closeWriter();
    }
  }

  /** The writer was fenced out: who has the flow is looked up before it is opened again. */
  void fenced() {
    perhapsFenced = true;
  }

  /** No source is asked before its position has been read. */
  private void resume(Graph graph, FlowPlan plan) {
    var state = flowLog.state(flow);
    graph.lanes().forEach(lane -> lane.resume(state.position(lane.name())));
    plan.steps().forEach(step -> scope.memory(step.name()).restore(state.memory(step.name())));
    waitingIsKnown = state.isWaiting();
    if (state.isWaiting()) {
      tellOfGone(graph.restore(flowLog.waiting(flow, queueLog)));
    }
    resumed = true;
  }

  /** The flow has been changed while it ran: what waits in the one graph waits in the other. */
  void follow(Graph before, Graph after) {
    var all = FlowChange.follow(before, after, clock.millis());
    tellOfGone(after.restore(before.waiting()));
    resumed &= all;
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

  /**
   * One batch of a source, with those that follow at once while the source is busy, and all that
   * comes of them.
   *
   * @return the last of them
   */
  Batch batch(Graph graph, Lane lane, Batch first) {
    openAgain();
    begin(graph);
    first.flowFiles().forEach(lane::emit);
    var last = follow(graph, lane, first);
    finish(graph);
    unit.commit(lane.name(), last.position().orElse(null));
    committed(graph, !first.flowFiles().isEmpty());
    return last;
  }

  private Batch follow(Graph graph, Lane lane, Batch first) {
    var began = System.nanoTime();
    var last = first;
    for (var batches = 1; batches < BATCHES_MAX && Lane.isBusy(last); batches++) {
      graph.work(clock.instant());
      var next = lane.following(last);
      if (next.isEmpty()) {
        return last;
      }
      last = next.get();
      last.flowFiles().forEach(lane::emit);
      if (System.nanoTime() - began > FOLLOW_NANOS_MAX) {
        return last;
      }
    }
    return last;
  }

  /** A unit of work that no source has led to: something that waited goes on. */
  void goOn(Graph graph) {
    openAgain();
    begin(graph);
    finish(graph);
    unit.commit();
    committed(graph, true);
  }

  /** Does what somebody wants, as a unit of work; how many records it was about. */
  int errand(Graph graph, FlowErrand errand) {
    openAgain();
    begin(graph);
    var records = errand.run(graph, scope);
    if (records > 0) {
      finish(graph);
      unit.commit();
      committed(graph, true);
    }
    return records;
  }

  private void begin(Graph graph) {
    scope.begin();
    graph.begin(unit);
  }

  /** All that can be done is done, and what has to be remembered is written. */
  private void finish(Graph graph) {
    graph.work(clock.instant());
    graph.settle();
    scope.writeGathered(writer.isTraced() ? unit::note : untraced -> {});
    unit.remember(scope.memories());
    var waiting = graph.keep(unit, queueLog);
    if (waiting != waitingIsKnown) {
      unit.waiting(waiting);
    }
    waits = waiting;
  }

  private void committed(Graph graph, boolean something) {
    waitingIsKnown = waits;
    usedMillis = something ? clock.millis() : usedMillis;
    graph.committed();
    scope.commit();
  }

  /** Nothing of the unit of work has happened. */
  void giveUp() {
    if (unit != null) {
      try {
        unit.abort();
      } catch (UnitAborted e) {
        close();
      }
    }
  }

  /** Closes the writer; what the log says is read again before anything goes on. */
  void close() {
    resumed = false;
    closeWriter();
  }

  private void closeWriter() {
    unit = null;
    if (writer != null) {
      writer.close();
      writer = null;
    }
  }
}
