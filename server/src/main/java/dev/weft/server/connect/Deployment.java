package dev.weft.server.connect;

import dev.weft.model.Environment;
import dev.weft.model.FlowSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A flow that shall run on a cluster, and how far that has come. For one thread at a time. */
final class Deployment {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
  private static final Duration RESTART_FIRST = Duration.ofSeconds(5);
  private static final Duration RESTART_LONGEST = Duration.ofMinutes(5);

  /**
   * A task that runs says something every second; Connect itself may take its time to start one.
   */
  static final Duration SILENT = Duration.ofSeconds(60);

  final FlowSpec flow;
  final Environment.Connect connect;
  final Instant since;
  volatile Optional<ConnectorStatus> status = Optional.empty();

  /** What is in the way; empty when nothing is. */
  volatile String trouble = "";

  private boolean settled;
  private Instant nextLook = Instant.EPOCH;
  private Instant nextRestart = Instant.EPOCH;
  private Instant begun;
  private int restarts;

  Deployment(FlowSpec flow, Environment.Connect connect, Instant now) {
    this.flow = flow;
    this.connect = connect;
    this.since = now;
    this.begun = now;
  }

  boolean isSettled() {
    return settled;
  }

  /** The connector has the settings that it shall have. */
  void settled(Instant now) {
    settled = true;
    trouble = "";
    nextLook = now.plus(Duration.ofSeconds(1));
  }

  /** The connector's settings have to be looked at again. */
  void unsettle() {
    settled = false;
    status = Optional.empty();
  }

  boolean isLookDue(Instant now) {
    return !nextLook.isAfter(now);
  }

  void looked(ConnectorStatus found, Instant now) {
    status = Optional.of(found);
    trouble = found.hasFailed() ? "Its task has failed: " + found.fault() : "";
    nextLook = now.plus(LOOK_EVERY);
  }

  /**
   * Whether its task must be started anew: Connect says that it has failed, or says that it runs
   * and nothing has been heard of it.
   *
   * @param lastHeard when the task has said something last; empty: never
   */
  boolean needsRestart(Optional<Instant> lastHeard, Instant now) {
    var last = lastHeard.filter(begun::isBefore).orElse(begun);
    var silent = last.plus(SILENT).isBefore(now);
    var failed = status.filter(ConnectorStatus::hasFailed).isPresent();
    if (!failed && !silent && lastHeard.filter(begun::isBefore).isPresent()) {
      restarts = 0;
    }
    var lost = silent && status.filter(one -> !one.isUnassigned()).isPresent();
    return (failed || lost) && !nextRestart.isAfter(now);
  }

  void restarted(Instant now) {
    begun = now;
    var pause = RESTART_FIRST.multipliedBy(1L << Math.min(restarts++, 10));
    nextRestart = now.plus(pause.compareTo(RESTART_LONGEST) > 0 ? RESTART_LONGEST : pause);
  }
}
