package dev.weft.flow;

import dev.weft.flow.FlowPlan.Step;
import dev.weft.flow.ProcessorStage.Retries;
import dev.weft.model.FlowSpec;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SourceProcessor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Makes the processors of a plan and connects them. Used once. */
final class GraphBuilder {
  private final FlowSpec flow;
  private final FlowPlan plan;
  private final RunnerServices services;
  private final FlowLimits limits;
  private final Retries retries;
  private final Function<String, Tally> tallies;
  private final FlowLog flowLog;
  private final Map<String, Outlets> outlets = new HashMap<>();
  private final Map<String, Target> targets = new HashMap<>();
  private final Map<String, PortStage> ports = new HashMap<>();
  private final List<ProcessorStage> stages = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Connection> drawn = new ArrayList<>();

  GraphBuilder(
      FlowSpec flow,
      FlowPlan plan,
      RunnerServices services,
      FlowLimits limits,
      Retries retries,
      Function<String, Tally> tallies,
      FlowLog flowLog) {
    this.flow = flow;
    this.plan = plan;
    this.services = services;
    this.limits = limits;
    this.retries = retries;
    this.tallies = tallies;
    this.flowLog = flowLog;
  }

  /** When making one fails, those made before are closed again. */
  Graph build() {
    try {
      plan.steps().forEach(this::announce);
      plan.steps().stream().filter(step -> !step.isSource()).forEach(this::addStage);
      plan.steps().stream().filter(Step::isSource).forEach(this::addLane);
      plan.wires().forEach(wire -> connect(wire.connection()));
      plan.steps().forEach(this::connectRest);
      return graph();
    } catch (RuntimeException e) {
      closeQuietly(e);
      throw e;
    }
  }

  private Graph graph() {
    return new Graph(lanes, stages, List.copyOf(ports.values()), drawn);
  }

  private void closeQuietly(RuntimeException why) {
    try {
      graph().close();
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private void announce(Step step) {
    var relationships = step.relationships().orElseThrow();
    outlets.put(step.name(), new Outlets(step.name(), relationships, tallies.apply(step.name())));
  }

  private void addStage(Step step) {
    var name = step.name();
    if (step.settings().orElseThrow() instanceof PublishPort.Settings settings) {
      var port =
          new PortStage(
              name,
              flow.name(),
              settings,
              services,
              flowLog::hasTopics,
              limits.recordBytes(),
              tallies.apply(name));
      ports.put(name, port);
      targets.put(name, port);
      return;
    }
    var type = (ProcessorType.OfProcessor<?>) step.type();
    var processor = create(type, step);
    var stage =
        new ProcessorStage(name, processor, outlets.get(name), tallies.apply(name), retries);
    stages.add(stage);
    targets.put(name, stage);
  }

  private <S extends Record> Processor create(ProcessorType.OfProcessor<S> type, Step step) {
    return type.create(type.settings().cast(step.settings().orElseThrow()), context(step));
  }

  private void addLane(Step step) {
    lanes.add(new Lane(step.name(), source(step), outlets.get(step.name()), step.every()));
  }

  private SourceProcessor source(Step step) {
    if (step.settings().orElseThrow() instanceof ConsumePort.Settings settings) {
      return new PortSource(
          settings,
          () -> services.gateway().apply(flow.product()),
          "weft-flow-" + flow.name() + "-" + step.name());
    }
    return create((ProcessorType.OfSource<?>) step.type(), step);
  }

  private <S extends Record> SourceProcessor create(ProcessorType.OfSource<S> type, Step step) {
    return type.create(type.settings().cast(step.settings().orElseThrow()), context(step));
  }

  private ProcessorContext context(Step step) {
    return new ProcessorContext(
        flow.name(),
        flow.product(),
        step.name(),
        services.clock(),
        services.expressions(),
        new NewFields(services.fields(), () -> reachable(step.name())),
        new ProcessorMemory(),
        new SpillSpace(Path.of(System.getProperty("java.io.tmpdir"), "weft-spill"), 1L << 30),
        ProcessorContext.Services.NONE,
        none -> {});
  }

  private void connect(FlowSpec.Connection wire) {
    var connection =
        new Connection(
            wire.from(),
            wire.relationship(),
            wire.to(),
            targets.get(wire.to()),
            limits.connectionRecords());
    outlets.get(wire.from()).connect(wire.relationship(), connection);
    drawn.add(connection);
  }

  /** Relationships that the author has not connected. */
  private void connectRest(Step step) {
    var tally = tallies.apply(step.name());
    var out = outlets.get(step.name());
    for (var relationship : out.relationships()) {
      if (!out.isConnected(relationship)) {
        Target end =
            relationship.equals("failure")
                ? new FailureStage(step.name(), reachable(step.name()))
                : (in, path) -> tally.count("unconnected." + relationship, Target.records(in));
        var most = limits.connectionRecords();
        out.connect(relationship, new Connection(step.name(), relationship, "", end, most));
      }
    }
  }

  /** The ports that what leaves this processor can reach, in the order of the connections. */
  private List<PortStage> reachable(String from) {
    var seen = new LinkedHashSet<String>();
    walk(from, seen);
    return seen.stream().filter(ports::containsKey).map(ports::get).toList();
  }

  private void walk(String from, Set<String> seen) {
    for (var wire : plan.wires()) {
      if (wire.connection().from().equals(from) && seen.add(wire.connection().to())) {
        walk(wire.connection().to(), seen);
      }
    }
  }
}
