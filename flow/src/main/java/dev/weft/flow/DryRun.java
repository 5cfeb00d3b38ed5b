package dev.weft.flow;

import dev.weft.flow.FlowPlan.Step;
import dev.weft.model.Contract;
import dev.weft.model.DataRecord;
import dev.weft.model.FlowSpec;
import dev.weft.model.Place;
import dev.weft.model.PortName;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.spi.Expressions;
import dev.weft.spi.RecordCheck;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.FlowFile;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs a flow's processors for real, but without a source, a port or a log: FlowFiles are handed in
 * where the author of a test wants, what reaches a port is held against its contract as it would be
 * and then kept to be looked at. Time stands still, and goes on only where a processor that waits
 * has asked to be called again.
 *
 * <p>Sinks act for real unless they are replaced. For one thread; nothing is left behind.
 */
public final class DryRun {
  private static final int STEPS_MAX = 1_000_000;

  private final FlowSpec flow;
  private final FlowPlan plan;
  private final Surroundings surroundings;
  private final Script script;
  private final HandClock clock;
  private final Map<String, DryStage> stages = new LinkedHashMap<>();
  private final Map<String, DryPort> ports = new LinkedHashMap<>();
  private final FlowServices services;
  private final DryJournal journal = new DryJournal();
  private final Deque<Delivery> under = new ArrayDeque<>();

  /** What a dry run asks others for. */
  public record Surroundings(
      ProcessorTypes types,
      Expressions expressions,
      RecordCheck.Factory checks,
      Function<PortName, Optional<Contract>> contracts) {}

  /**
   * What happens to the flow.
   *
   * @param given processor to what is handed in there, in order: at a source it leaves the source,
   *     at another it arrives
   * @param replaced processors that do not run, to what each emits, by relationship, when something
   *     has arrived for the first time
   * @param only the one processor that runs; empty for all
   * @param at when it happens
   */
  public record Script(
      Map<String, List<FlowFile>> given,
      Map<String, Map<String, List<FlowFile>>> replaced,
      Optional<String> only,
      Instant at) {}

  /** A record that a port did not take, and why. */
  public record Refused(DataRecord record, String rule, String reason) {}

  /**
   * What came of it.
   *
   * @param ports port to the records that it took
   * @param quarantine port to the records that it refused
   * @param emitted {@code processor.relationship} to what left there
   * @param arrived processor to what arrived at it
   * @param counters processor to its counters, {@code in}, {@code out} and {@code failed} included
   * @param waiting processors to what still waits at them
   */
  public record Outcome(
      Map<String, List<DataRecord>> ports,
      Map<String, List<Refused>> quarantine,
      Map<String, List<FlowFile>> emitted,
      Map<String, List<FlowFile>> arrived,
      Map<String, Map<String, Long>> counters,
      Map<String, List<FlowFile>> waiting) {}

  private record Delivery(String to, FlowFile flowFile) {}

  private DryRun(FlowSpec flow, FlowPlan plan, Surroundings surroundings, Script script) {
    this.flow = flow;
    this.plan = plan;
    this.surroundings = surroundings;
    this.script = script;
    this.clock = new HandClock(script.at());
    this.services = new FlowServices(plan.services(), clock);
  }

  /**
   * Runs a flow until nothing moves any more.
   *
   * @throws ProblemException when the flow or the script is wrong, a processor has a fault, or
   *     something fails that nobody takes
   */
  public static Outcome run(
      FlowSpec flow, Map<String, String> parameters, Surroundings surroundings, Script script) {
    var problems = new ArrayList<Problem>();
    var plan =
        FlowCheck.check(flow, surroundings.types(), Parameters.of(flow, parameters), problems);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    var run = new DryRun(flow, plan, surroundings, script);
    try {
      run.build();
      run.feed();
      run.letTimePass();
      run.stages.values().forEach(DryStage::flush);
      return run.journal.outcome(run.ports.values(), run.stages);
    } finally {
      run.stages.values().forEach(DryStage::close);
      run.services.close();
    }
  }

  private void build() {
    require(script.given().keySet(), "given");
    require(script.replaced().keySet(), "replace");
    script.only().ifPresent(name -> require(Set.of(name), "processor"));
    for (var step : plan.steps()) {
      if (!runs(step)) {
        continue;
      }
      if (step.settings().orElseThrow() instanceof PublishPort.Settings settings) {
        ports.put(step.name(), new DryPort(step.name(), settings, surroundings));
      } else if (!step.isSource()) {
        stages.put(
            step.name(), DryStage.of(step, flow, surroundings.expressions(), services, clock));
      }
    }
  }

  private boolean runs(Step step) {
    return !script.replaced().containsKey(step.name())
        && script.only().map(step.name()::equals).orElse(true);
  }

  private void require(Set<String> names, String where) {
    for (var name : names) {
      if (step(name).isEmpty()) {
        throw Problem.input(
                "unknown-processor",
                Place.field(where + "." + name),
                "The flow has no processor '" + name + "'.",
                "It has " + String.join(", ", plan.steps().stream().map(Step::name).toList()) + ".")
            .asException();
      }
    }
  }

  private Optional<Step> step(String name) {
    return plan.steps().stream().filter(step -> step.name().equals(name)).findFirst();
  }

  private void feed() {
    script
        .given()
        .forEach(
            (name, all) -> {
              for (var one : all) {
                if (step(name).orElseThrow().isSource()) {
                  emit(name, "success", one);
                } else {
                  under.add(new Delivery(name, one));
                }
                settle();
              }
            });
  }

  /** Until nothing is on its way. */
  private void settle() {
    for (var steps = 0; !under.isEmpty(); steps++) {
      if (steps > STEPS_MAX) {
        throw fault("It does not come to an end: " + STEPS_MAX + " FlowFiles have moved.");
      }
      deliver(under.poll());
    }
  }

  private void deliver(Delivery next) {
    var name = next.to();
    if (script.only().isPresent() && !script.only().get().equals(name)) {
      return;
    }
    var first = journal.arrived(name, next.flowFile());
    if (script.replaced().containsKey(name)) {
      if (first) {
        script
            .replaced()
            .get(name)
            .forEach((relationship, all) -> all.forEach(one -> emit(name, relationship, one)));
      }
    } else if (ports.containsKey(name)) {
      ports.get(name).accept(next.flowFile(), counter -> journal.count(name, counter, 1));
    } else {
      emitAll(name, stages.get(name).accept(next.flowFile()));
    }
  }

  private void emitAll(String name, DryStage.Done done) {
    done.emitted().forEach(one -> emit(name, one.relationship(), one.flowFile()));
    done.counters().forEach((counter, by) -> journal.count(name, counter, by));
  }

  private void emit(String name, String relationship, FlowFile flowFile) {
    var step = step(name).orElseThrow();
    if (!step.isSource() && !step.relationships().orElseThrow().contains(relationship)) {
      throw fault("'" + name + "' has no relationship '" + relationship + "'.");
    }
    journal.emitted(name, relationship, flowFile);
    var targets =
        plan.wires().stream()
            .map(FlowPlan.Wire::connection)
            .filter(wire -> wire.from().equals(name) && wire.relationship().equals(relationship))
            .map(FlowSpec.Connection::to)
            .toList();
    targets.forEach(target -> under.add(new Delivery(target, flowFile)));
    if (targets.isEmpty() && script.only().isEmpty()) {
      unconnected(name, relationship, flowFile);
    }
  }

  private void unconnected(String name, String relationship, FlowFile flowFile) {
    if (!relationship.equals("failure")) {
      journal.count(name, "unconnected." + relationship, Target.records(flowFile));
      return;
    }
    var reason = flowFile.attributes().getOrDefault("error.message", "It cannot be processed.");
    var port = firstPort(name, new ArrayList<>());
    if (port.isEmpty()) {
      throw fault(
          "'%s' cannot process something: %s Nobody takes '%s.failure': the flow would stop."
              .formatted(name, reason, name));
    }
    port.get().refuse(flowFile, "failure", reason);
  }

  private Optional<DryPort> firstPort(String from, List<String> seen) {
    for (var wire : plan.wires()) {
      var to = wire.connection().to();
      if (wire.connection().from().equals(from) && !seen.contains(to)) {
        seen.add(to);
        var found = Optional.ofNullable(ports.get(to)).or(() -> firstPort(to, seen));
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** Calls those who have asked to be called again, the next first, until nobody has. */
  private void letTimePass() {
    for (var calls = 0; ; calls++) {
      var next =
          stages.entrySet().stream()
              .filter(entry -> entry.getValue().due().isPresent())
              .min((a, b) -> a.getValue().due().get().compareTo(b.getValue().due().get()));
      if (next.isEmpty() || calls > 10_000) {
        return;
      }
      clock.moveTo(next.get().getValue().due().orElseThrow());
      emitAll(next.get().getKey(), next.get().getValue().call());
      settle();
    }
  }

  static ProblemException fault(String message) {
    return Problem.input("flow-fault", Place.NOWHERE, message, "").asException();
  }

  /** The records of a FlowFile; bytes count as none. */
  public static List<DataRecord> records(FlowFile flowFile) {
    return flowFile.content() instanceof Content.Records records
        ? records.items().stream().map(Content.Traced::record).toList()
        : List.of();
  }
}
