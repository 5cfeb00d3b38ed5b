package dev.weft.flow;

import dev.weft.flow.FlowStatus.Level;
import dev.weft.flow.FlowStatus.State;
import dev.weft.model.FlowSpec;
import dev.weft.model.ProblemException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a flow is doing, in words for people, and how long it rests after trouble: longer with each
 * in a row. Changed by one thread at a time, read by any.
 */
final class FlowCondition {
  private static final Logger log = LoggerFactory.getLogger(FlowCondition.class);
  private static final Duration BULLETINS_FOR = Duration.ofMinutes(5);

  private final String flow;
  private final FlowScope scope;
  private final Clock clock;
  private final Backoff backoff;
  private volatile Now now;
  private volatile Set<String> held = Set.of();
  private int troubles;

  private record Now(State state, Instant since, String message) {}

  FlowCondition(String flow, FlowScope scope, Backoff backoff) {
    this.flow = flow;
    this.scope = scope;
    this.clock = scope.clock();
    this.backoff = backoff;
    become(State.RUNNING, "");
  }

  void become(State state, String message) {
    var before = now;
    if (before == null || before.state != state) {
      now = new Now(state, clock.instant(), message);
    } else if (!before.message.equals(message)) {
      now = new Now(state, before.since, message);
    }
  }

  /** Only these processors do not run. */
  void hold(Set<String> processors) {
    held = Set.copyOf(processors);
  }

  Set<String> held() {
    return held;
  }

  /** Something is done, or there is nothing to do: the trouble is over. */
  void worked() {
    troubles = 0;
    become(
        State.RUNNING,
        held.isEmpty()
            ? ""
            : "Somebody stopped " + String.join(", ", new TreeSet<>(held)) + "; the rest runs.");
  }

  /** Something outside does not answer; how long to rest before the same is tried again. */
  Duration trouble(UnitAborted why) {
    var pause = backoff.pause(troubles++);
    become(State.WAITING, why.getMessage() + " Tries again in " + seconds(pause) + ".");
    if (troubles == 1) {
      log.warn("Flow {} waits: {}", flow, why.getMessage());
    }
    scope.bulletins().tell(Level.WARNING, "", why.getMessage());
    return pause;
  }

  /** A fault has stopped it; how long to rest before it starts again. */
  Duration fault(Throwable why) {
    if (troubles == 0) {
      log.error("Flow {} has failed: {}", flow, Faults.words(why), cause(why));
    } else {
      log.error("Flow {} has failed again: {}", flow, Faults.words(why));
    }
    scope.bulletins().tell(Level.ERROR, "", Faults.words(why));
    var pause = backoff.pause(troubles++);
    become(State.FAILED, Faults.words(why) + " Starts again in " + seconds(pause) + ".");
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

  /** All of it; there is no graph while it does not run, and nothing known of what waits. */
  FlowStatus status(FlowSpec spec, FlowPlan plan, Optional<Graph> graph, FlowLimits limits) {
    var shown = now;
    return new FlowStatus(
        spec.name(),
        spec.product(),
        shown.state,
        shown.since,
        shown.message,
        plan.steps().stream().map(step -> processor(step, shown)).toList(),
        graph.map(Graph::connections).orElseGet(() -> drawn(spec, plan, limits)),
        scope.bulletins().since(clock.instant().minus(BULLETINS_FOR)),
        graph.map(running -> readings(plan, running)).orElse(List.of()));
  }

  /** The connections as they are drawn. */
  private static List<FlowStatus.ConnectionStatus> drawn(
      FlowSpec spec, FlowPlan plan, FlowLimits limits) {
    return plan.wires().stream()
        .map(FlowPlan.Wire::connection)
        .map(
            wire -> {
              var options = QueueOptions.of(spec, wire, limits);
              return new FlowStatus.ConnectionStatus(
                  wire.from(),
                  wire.relationship(),
                  wire.to(),
                  0,
                  0,
                  0,
                  options.recordsMax(),
                  options.bytesMax());
            })
        .toList();
  }

  private static List<FlowStatus.Reading> readings(FlowPlan plan, Graph graph) {
    var all = new ArrayList<FlowStatus.Reading>();
    for (var step : plan.steps()) {
      if (step.settings().orElse(null) instanceof ConsumePort.Settings settings) {
        graph.lanes().stream()
            .filter(lane -> lane.name().equals(step.name()))
            .flatMap(lane -> lane.position().stream())
            .map(PortSource::offsets)
            .forEach(next -> all.add(new FlowStatus.Reading(step.name(), settings.port(), next)));
      }
    }
    return all;
  }

  List<FlowStatus.History> history(FlowPlan plan) {
    return plan.steps().stream()
        .map(step -> scope.tally(step.name()).history(step.name()))
        .toList();
  }

  private FlowStatus.ProcessorStatus processor(FlowPlan.Step step, Now shown) {
    var concerned = shown.message.startsWith("'" + step.name() + "'");
    var state = held.contains(step.name()) ? State.STOPPED : shown.state;
    return scope
        .tally(step.name())
        .status(step.name(), step.type().name(), state, concerned ? shown.message : "");
  }
}
