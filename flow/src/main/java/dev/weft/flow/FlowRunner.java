package dev.weft.flow;

import dev.weft.model.FlowSpec;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs flows. A flow that is started runs until it is stopped, also through trouble: it waits,
 * tries again, and says why in its status.
 *
 * <p>Flows share a few threads; one that has nothing to do uses none. Of several runners on one log
 * the last to start a flow has it: it fences the others out. All methods may be called from any
 * thread; {@link #stop} and {@link #close} return when the unit of work in progress has ended.
 */
public final class FlowRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FlowRunner.class);

  private final RunnerServices services;
  private final FlowLimits limits;
  private final Backoff backoff;
  private final Workers workers;
  private final FlowLogReader reader;
  private final FlowLog flowLog;
  private final Recordings recordings;
  private final String id = UUID.randomUUID().toString();
  private final Map<String, RunningFlow> flows = new ConcurrentSkipListMap<>();
  private final AtomicLong egressEpoch = new AtomicLong();
  private boolean closed;

  public FlowRunner(RunnerServices services) {
    this(services, FlowLimits.DEFAULT, new Random());
  }

  /** Random makes the jitter of retries. Connects to nothing before the first flow starts. */
  public FlowRunner(RunnerServices services, FlowLimits limits, Random random) {
    this(services, limits, random, Tracing.ON);
  }

  /** As the other, and says whether it writes trace. */
  public FlowRunner(RunnerServices services, FlowLimits limits, Random random, Tracing tracing) {
    this(services, limits, random, tracing, new BrokerLogReader(services.broker()));
  }

  /**
   * One that writes through {@code services.broker()} and has somebody else read the log: a host
   * outside the server, which may not read it itself.
   */
  public FlowRunner(
      RunnerServices services,
      FlowLimits limits,
      Random random,
      Tracing tracing,
      FlowLogReader reader) {
    this.services = services;
    this.limits = limits;
    this.backoff = new Backoff(limits.retryFirst(), limits.retryLongest(), random);
    this.workers = new Workers(limits.threads());
    this.recordings = new Recordings(services.clock());
    this.reader = reader;
    this.flowLog = new FlowLog(services.broker(), reader, tracing, recordings);
  }

  /** As {@link #start(FlowSpec, Map, Set)}, with nothing held. */
  public void start(FlowSpec flow, Map<String, String> parameters) {
    start(flow, parameters, Set.of());
  }

  /**
   * Starts a flow, and returns before it has connected to anything. One of the same name that runs
   * becomes this one: processors that are the same in both are not interrupted, and all goes on
   * where it was.
   *
   * @param held processors that shall not run
   * @param parameters the values that were set; secrets in clear
   * @throws ProblemException with all that is wrong with the flow; then the old one goes on
   */
  public synchronized void start(FlowSpec flow, Map<String, String> parameters, Set<String> held) {
    if (closed) {
      throw Problem.environment("runner-closed", "This server is stopping.", "").asException();
    }
    var problems = new ArrayList<Problem>();
    var plan = FlowCheck.check(flow, services.types(), Parameters.of(flow, parameters), problems);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    var before = flows.get(flow.name());
    if (before != null && before.change(flow, plan)) {
      before.hold(held);
      wake(before);
      return;
    }
    stop(flow.name());
    var running = new RunningFlow(flow, plan, services, limits, flowLog, id, backoff);
    running.hold(held);
    flows.put(flow.name(), running);
    next(running, Duration.ZERO);
  }

  private void next(RunningFlow flow, Duration pause) {
    flow.rest().until(workers.later(pause, () -> turn(flow)));
    if (!pause.isZero() && flow.rest().isWanted() && flow.rest().end()) {
      next(flow, Duration.ZERO);
    }
  }

  /** The flow has something to do before its pause is over. */
  private void wake(RunningFlow flow) {
    flow.rest().want();
    if (flow.rest().end()) {
      next(flow, Duration.ZERO);
    }
  }

  /** Also a step that ends in a way it must not is followed by another: a flow never just stops. */
  private void turn(RunningFlow flow) {
    var pause = limits.retryLongest();
    try {
      pause = flow.step();
    } catch (RuntimeException | Error e) {
      log.error("A step of a flow has ended in a way that it must not", e);
    }
    if (!pause.isNegative()) {
      next(flow, pause);
    }
  }

  /** If decisions have changed, flows that send something look whether they still may, at once. */
  public void lookAgain() {
    var now = services.egress().epoch();
    if (egressEpoch.getAndSet(now) == now) {
      return;
    }
    flows.values().stream().filter(RunningFlow::sends).forEach(this::wake);
  }

  /** Only these processors of a flow shall not run: what comes to them waits. */
  public void hold(String name, Set<String> processors) {
    var flow = flows.get(name);
    if (flow != null) {
      flow.hold(processors);
      wake(flow);
    }
  }

  /**
   * What waits in a connection, as of the last commit, in the order of arrival; empty when there is
   * no such flow or connection.
   *
   * @param connection as its author writes it
   */
  public Optional<List<FlowStatus.Queued>> queue(String name, String connection) {
    return Optional.ofNullable(flows.get(name))
        .flatMap(flow -> flow.waiting(connection))
        .map(waiting -> waiting.stream().map(FlowRunner::queued).toList());
  }

  private static FlowStatus.Queued queued(Waiting one) {
    var content = one.flowFile().content() instanceof Content.Records ? "records" : "bytes";
    return new FlowStatus.Queued(
        one.number(),
        one.since(),
        one.flowFile().attributes(),
        content,
        Target.records(one.flowFile()),
        one.bytes(),
        FlowFileMark.plain(one.path()),
        one.tried().times(),
        Optional.of(one.tried().notBefore()).filter(Instant.EPOCH::isBefore));
  }

  /** One FlowFile that waits, with its content; empty when it does not. */
  public Optional<FlowFile> waiting(String name, String connection, long number) {
    return Optional.ofNullable(flows.get(name))
        .flatMap(flow -> flow.waiting(connection))
        .flatMap(waiting -> waiting.stream().filter(one -> one.number() == number).findFirst())
        .map(Waiting::flowFile);
  }

  /** Drops what waits in a connection; how many records that were, once it is committed. */
  public Future<Integer> drop(String name, String connection) {
    var flow = flows.get(name);
    if (flow == null) {
      return CompletableFuture.completedFuture(0);
    }
    var dropped = flow.want(new FlowErrand.Drop(connection));
    wake(flow);
    return dropped;
  }

  /**
   * Gives records to a processor of a flow again, with what follows in one transaction.
   *
   * @return how many, once that is committed; none when the flow does not run here or nothing leads
   *     to the processor
   */
  public Future<Integer> replay(String name, String processor, List<Replayed> records) {
    var flow = flows.get(name);
    if (flow == null) {
      return CompletableFuture.completedFuture(0);
    }
    var replayed = flow.want(new FlowErrand.Replay(processor, records));
    wake(flow);
    return replayed;
  }

  /** From now on what happens to a flow's FlowFiles is recorded, in place of what was before. */
  public void record(String name, Recording recording) {
    recordings.begin(name, recording);
  }

  /** Nothing of it is recorded any more; what was, stays. */
  public void endRecording(String name) {
    recordings.end(name);
  }

  /** How far the recording of a flow has come; empty when none is on. */
  public Optional<Recording.Progress> recording(String name) {
    return recordings.progress(name);
  }

  /** What was recorded of a flow and is kept yet. */
  public RecordedEvents events(String name) {
    return new RecordedEvents(services.broker(), this::eventsEnd, name);
  }

  private long eventsEnd() {
    if (reader instanceof BrokerLogReader broker) {
      return broker.eventsEnd();
    }
    throw new KafkaException("recorded events are read in the server");
  }

  /** Stops a flow; one that does not run is left as it is. Its status remains. */
  public synchronized void stop(String name) {
    var running = flows.get(name);
    if (running != null) {
      running.stop();
    }
  }

  /**
   * Ends what a process that was killed may have left open of a flow that shall not run: for as
   * long as that is open nobody can read on in its ports, nor can flows that share its place in the
   * log start again. Returns at once; tries until it is done.
   */
  public synchronized void release(String name) {
    if (!closed) {
      var unused = workers.later(Duration.ZERO, () -> release(name, 0));
    }
  }

  private void release(String name, int attempt) {
    var running = flows.get(name);
    if (running != null && running.status().status() != FlowStatus.State.STOPPED) {
      return; // Started meanwhile, which has ended it.
    }
    try {
      flowLog.writer(name).close();
    } catch (UnitAborted e) {
      log.debug("What flow {} has left open is not ended yet: {}", name, e.getMessage());
      var unused = workers.later(backoff.pause(attempt), () -> release(name, attempt + 1));
    }
  }

  /** Stops a flow that is deleted, and forgets its status. Its positions remain in the log. */
  public synchronized void forget(String name) {
    stop(name);
    flows.remove(name);
  }

  /** Whether another runner has taken the flow over: this one has ended it for good. */
  public boolean isTakenOver(String name) {
    var flow = flows.get(name);
    return flow != null && flow.isTakenOver();
  }

  /** The status of every flow that was started since this runner was made, by name. */
  public List<FlowStatus> status() {
    return flows.values().stream().map(RunningFlow::status).toList();
  }

  public Optional<FlowStatus> status(String name) {
    return Optional.ofNullable(flows.get(name)).map(RunningFlow::status);
  }

  /**
   * What each processor of a flow did in the last five minutes; empty when it does not run here.
   */
  public List<FlowStatus.History> history(String name) {
    return Optional.ofNullable(flows.get(name)).map(RunningFlow::history).orElse(List.of());
  }

  private void stopAll() {
    var stopping =
        Executors.newFixedThreadPool(Math.max(1, Math.min(limits.threads(), flows.size())));
    flows.values().forEach(flow -> stopping.execute(flow::stop));
    stopping.shutdown();
    try {
      var longest = limits.stopWithin().multipliedBy(2);
      if (!stopping.awaitTermination(longest.toSeconds(), TimeUnit.SECONDS)) {
        log.error("Some flows do not stop; their transactions will be aborted by the next start");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops all flows, side by side. */
  @Override
  public synchronized void close() {
    closed = true;
    stopAll();
    workers.close();
    flowLog.close();
  }
}
