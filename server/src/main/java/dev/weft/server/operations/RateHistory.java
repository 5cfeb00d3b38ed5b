package dev.weft.server.operations;

import dev.weft.server.identity.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What passed in each ten seconds of the last hour. It is in this server's memory only and begins
 * anew when that does: who wants to keep it reads {@code /metrics}.
 */
public final class RateHistory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RateHistory.class);
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final int STEPS = 360;

  private final Supplier<Counted> counters;
  private final Clock clock;
  private final Deque<Step> steps = new ArrayDeque<>();
  private final ScheduledExecutorService clockwork =
      Executors.newSingleThreadScheduledExecutor(RateHistory::thread);
  private Instant lookedAt;
  private Counted last;

  public RateHistory(Supplier<Counted> counters, Clock clock) {
    this.counters = counters;
    this.clock = clock;
  }

  /**
   * Counters at one moment.
   *
   * @param flows records that have come into all flows
   */
  public record Counted(
      long delivered,
      long bytes,
      long requests,
      long decisions,
      long flows,
      long connections,
      long heap) {}

  /**
   * One step: rates a second, and how things stood at its end.
   *
   * @param flows what came into flows; only for who sees all of them
   */
  public record Step(
      Instant at,
      double delivered,
      double bytes,
      double requests,
      double decisions,
      Optional<Double> flows,
      long connections,
      long heap) {}

  /** The steps that are remembered, the oldest first. */
  public record Hour(long stepSeconds, List<Step> steps) {}

  /** Looks every ten seconds from now on. */
  public void start() {
    look();
    var unused =
        clockwork.scheduleAtFixedRate(
            this::quietly, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void quietly() {
    try {
      look();
    } catch (RuntimeException e) {
      // The next look covers the time of this one as well.
      LOG.warn("What passed could not be counted: {}", e.getMessage());
    }
  }

  void look() {
    var now = clock.instant();
    var counted = counters.get();
    synchronized (steps) {
      if (last != null && now.isAfter(lookedAt)) {
        if (steps.size() == STEPS) {
          steps.removeFirst();
        }
        var seconds = Duration.between(lookedAt, now).toMillis() / 1e3;
        steps.addLast(step(now, last, counted, Math.max(seconds, 1e-3)));
      }
      lookedAt = now;
      last = counted;
    }
  }

  /** Counters of flows begin anew with a flow: nothing is negative. */
  private static Step step(Instant at, Counted before, Counted now, double seconds) {
    return new Step(
        at,
        Math.max(0, now.delivered() - before.delivered()) / seconds,
        Math.max(0, now.bytes() - before.bytes()) / seconds,
        Math.max(0, now.requests() - before.requests()) / seconds,
        Math.max(0, now.decisions() - before.decisions()) / seconds,
        Optional.of(Math.max(0, now.flows() - before.flows()) / seconds),
        now.connections(),
        now.heap());
  }

  /** The last hour, for the caller: who does not see all flows does not see what is in them. */
  public Hour hour(Caller caller) {
    List<Step> all;
    synchronized (steps) {
      all = new ArrayList<>(steps);
    }
    if (!caller.isAuditor()) {
      all.replaceAll(RateHistory::withoutFlows);
    }
    return new Hour(EVERY.toSeconds(), List.copyOf(all));
  }

  private static Step withoutFlows(Step step) {
    return new Step(
        step.at(),
        step.delivered(),
        step.bytes(),
        step.requests(),
        step.decisions(),
        Optional.empty(),
        step.connections(),
        step.heap());
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "weft-rates");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    clockwork.shutdownNow();
  }
}
