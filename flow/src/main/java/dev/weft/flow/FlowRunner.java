package dev.weft.flow;

import dev.weft.model.FlowSpec;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
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
  private final FlowLog flowLog;
  private final String id = UUID.randomUUID().toString();
  private final Map<String, RunningFlow> flows = new ConcurrentSkipListMap<>();
  private boolean closed;

  public FlowRunner(RunnerServices services) {
    this(services, FlowLimits.DEFAULT, new Random());
  }

  /** Random makes the jitter of retries. Connects to nothing before the first flow starts. */
  public FlowRunner(RunnerServices services, FlowLimits limits, Random random) {
    this.services = services;
    this.limits = limits;
    this.backoff = new Backoff(limits.retryFirst(), limits.retryLongest(), random);
    this.workers = new Workers(limits.threads());
    this.flowLog = new FlowLog(services.broker());
  }

  /**
   * Starts a flow, and returns before it has connected to anything. One of the same name is stopped
   * first: so a changed flow, or changed parameters, go on where the old one was.
   *
   * @param parameters the values that were set; secrets in clear
   * @throws ProblemException with all that is wrong with the flow; then the old one goes on
   */
  public synchronized void start(FlowSpec flow, Map<String, String> parameters) {
    if (closed) {
      throw Problem.environment("runner-closed", "This server is stopping.", "").asException();
    }
    var problems = new ArrayList<Problem>();
    var plan = FlowCheck.check(flow, services.types(), Parameters.of(flow, parameters), problems);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    stop(flow.name());
    var running = new RunningFlow(flow, plan, services, limits, flowLog, id, backoff);
    flows.put(flow.name(), running);
    workers.later(Duration.ZERO, () -> turn(running));
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
      workers.later(pause, () -> turn(flow));
    }
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
      workers.later(Duration.ZERO, () -> release(name, 0));
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
      workers.later(backoff.pause(attempt), () -> release(name, attempt + 1));
    }
  }

  /** Stops a flow that is deleted, and forgets its status. Its positions remain in the log. */
  public synchronized void forget(String name) {
    stop(name);
    flows.remove(name);
  }

  /** The status of every flow that was started since this runner was made, by name. */
  public List<FlowStatus> status() {
    return flows.values().stream().map(RunningFlow::status).toList();
  }

  public Optional<FlowStatus> status(String name) {
    return Optional.ofNullable(flows.get(name)).map(RunningFlow::status);
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
