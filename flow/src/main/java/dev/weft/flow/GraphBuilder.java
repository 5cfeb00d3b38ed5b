package dev.weft.flow;

import dev.weft.flow.FlowPlan.Step;
import dev.weft.model.FlowSpec;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.QueueProcessor;
import dev.weft.spi.flow.SourceProcessor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the processors of a plan and connects them. Used once. */
final class GraphBuilder {
  private final FlowSpec flow;
  private final FlowPlan plan;
  private final RunnerServices services;
  private final FlowLimits limits;
  private final Calls calls;
  private final FlowScope scope;
  private final FlowLog flowLog;
  private final FlowServices controllers;
  private final ProcessorMaker maker;
  private final Map<String, AutoCloseable> kept;
  private final FlowEvents events;
  private final Map<String, Recorder> recorders = new HashMap<>();
  private final Map<String, Outlets> outlets = new HashMap<>();
  private final Map<String, Target> targets = new HashMap<>();
  private final Map<String, PortStage> ports = new HashMap<>();
  private final List<Stage> stages = new ArrayList<>();
  private final List<QueueStage> queues = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Connection> drawn = new ArrayList<>();
  private final List<Connection> rest = new ArrayList<>();

  /**
   * For this flow.
   *
   * @param controllers the flow's controller services
   * @param kept sources and processors by name that are there already and go on as they are
   */
  GraphBuilder(
      FlowSpec flow,
      FlowPlan plan,
      RunnerServices services,
      FlowLimits limits,
      Calls calls,
      FlowScope scope,
      FlowLog flowLog,
      FlowServices controllers,
      Map<String, AutoCloseable> kept) {
    this.flow = flow;
    this.plan = plan;
    this.services = services;
    this.limits = limits;
    this.calls = calls;
    this.scope = scope;
    this.flowLog = flowLog;
    this.controllers = controllers;
    this.maker =
        new ProcessorMaker(flow, services, scope, controllers, flowLog, limits.idleAfter());
    this.kept = kept;
    this.events = new FlowEvents(flow.name(), flowLog.recordings());
  }

  /** When making one fails, those made before are closed again. */
  Graph build() {
    try {
      plan.steps().forEach(this::announce);
      plan.steps().stream().filter(step -> !step.isSource()).forEach(this::addStage);
      plan.steps().stream().filter(Step::isSource).forEach(this::addLane);
      plan.wires().forEach(wire -> connect(wire.connection()));
      plan.steps().forEach(this::connectRest);
      lanes.forEach(lane -> lane.leadsTo(leadingFrom(lane.name())));
      var reachable = new HashMap<String, List<PortStage>>();
      plan.steps().forEach(step -> reachable.put(step.name(), reachable(step.name())));
      scope.reachable(reachable);
      return graph();
    } catch (RuntimeException e) {
      closeQuietly(e);
      throw e;
    }
  }

  private Graph graph() {
    var all = new ArrayList<>(drawn);
    all.addAll(rest);
    return new Graph(
        new Graph.Parts(
            List.copyOf(lanes),
            List.copyOf(stages),
            List.copyOf(queues),
            List.copyOf(ports.values()),
            List.copyOf(all),
            List.copyOf(drawn),
            controllers,
            events));
  }

  private void closeQuietly(RuntimeException why) {
    for (var made : graph().instances().values()) {
      if (!kept.containsValue(made)) {
        try {
          made.close();
        } catch (Exception e) {
          why.addSuppressed(e);
        }
      }
    }
  }

  private void announce(Step step) {
    var relationships = step.relationships().orElseThrow();
    var recorder = new Recorder(step.name(), step.type().name(), events);
    recorders.put(step.name(), recorder);
    outlets.put(
        step.name(), new Outlets(step.name(), relationships, scope.tally(step.name()), recorder));
  }

  private void addStage(Step step) {
    if (step.settings().orElseThrow() instanceof PublishPort.Settings settings) {
      addPort(step.name(), settings);
    } else if (step.type() instanceof ProcessorType.OfQueue<?> type) {
      addQueue(step, type);
    } else {
      addProcessor(step, (ProcessorType.OfProcessor<?>) step.type());
    }
  }

  private void addPort(String name, PublishPort.Settings settings) {
    var port =
        new PortStage(
            scope.gate(name),
            flow.name(),
            settings,
            services,
            flowLog::hasTopics,
            limits.recordBytes(),
            scope.tally(name));
    ports.put(name, port);
    var where = "port " + settings.portName();
    targets.put(name, new RecordedEnd(port, recorders.get(name), FlowEvent.Type.SEND, "", where));
  }

  private void addQueue(Step step, ProcessorType.OfQueue<?> type) {
    var name = step.name();
    var processor =
        kept.containsKey(name) ? (QueueProcessor) kept.get(name) : maker.queue(type, step);
    var stage =
        new QueueStage(
            scope.gate(name),
            processor,
            outlets.get(name),
            scope.tally(name),
            calls,
            services.clock());
    queues.add(stage);
    targets.put(name, stage);
  }

  private void addProcessor(Step step, ProcessorType.OfProcessor<?> type) {
    var name = step.name();
    var retries = new Retries(name, step.options(), scope);
    var stage =
        step.options().tasks() > 1
            ? new ConcurrentStage(
                scope.gate(name),
                kept.containsKey(name) ? (ConcurrentTasks) kept.get(name) : maker.tasks(type, step),
                outlets.get(name),
                scope.tally(name),
                calls,
                retries,
                limits.connectionRecords())
            : new ProcessorStage(
                scope.gate(name),
                kept.containsKey(name) ? (Processor) kept.get(name) : maker.processor(type, step),
                outlets.get(name),
                scope.tally(name),
                calls,
                retries);
    stages.add(stage);
    targets.put(name, stage);
  }

  private void addLane(Step step) {
    var name = step.name();
    var source = kept.containsKey(name) ? (SourceProcessor) kept.get(name) : maker.source(step);
    lanes.add(
        new Lane(scope.gate(name), source, outlets.get(name), step.schedule(), step.options()));
  }

  private void connect(FlowSpec.Connection wire) {
    var id = new Connection.Id(wire.from(), wire.relationship(), wire.to());
    var target = targets.get(wire.to());
    var connection = connection(id, target, QueueOptions.of(flow, wire, limits));
    outlets.get(wire.from()).connect(wire.relationship(), connection);
    if (target instanceof QueueStage stage) {
      stage.comesFrom(connection);
    }
    drawn.add(connection);
  }

  private Connection connection(Connection.Id id, Target target, QueueOptions options) {
    return new Connection(
        id, target, options, scope.numbering(), scope.tally(id.from()), recorders.get(id.from()));
  }

  /** Relationships that the author has not connected. */
  private void connectRest(Step step) {
    var tally = scope.tally(step.name());
    var out = outlets.get(step.name());
    for (var relationship : out.relationships()) {
      if (!out.isConnected(relationship)) {
        var terminated = step.options().terminated().contains(relationship);
        var left = terminated ? "terminated." : "unconnected.";
        var failure = relationship.equals("failure") && !terminated;
        Target last =
            failure
                ? new FailureStage(step.name(), reachable(step.name()))
                : (in, path) -> tally.count(left + relationship, Target.records(in));
        var what = failure ? "quarantine" : terminated ? "terminated" : "not connected";
        var end =
            new RecordedEnd(
                last, recorders.get(step.name()), FlowEvent.Type.DROP, relationship, what);
        var id = new Connection.Id(step.name(), relationship, "");
        var connection = connection(id, end, QueueOptions.of(limits));
        out.connect(relationship, connection);
        rest.add(connection);
      }
    }
  }

  /** The ports that what leaves this processor can reach, in the order of the connections. */
  private List<PortStage> reachable(String from) {
    return following(from).stream().filter(ports::containsKey).map(ports::get).toList();
  }

  /** All connections that what leaves this processor can come to. */
  private List<Connection> leadingFrom(String from) {
    var names = following(from);
    names.add(from);
    return drawn.stream().filter(each -> names.contains(each.id().from())).toList();
  }

  private Set<String> following(String from) {
    var seen = new LinkedHashSet<String>();
    walk(from, seen);
    return seen;
  }

  private void walk(String from, Set<String> seen) {
    for (var wire : plan.wires()) {
      if (wire.connection().from().equals(from) && seen.add(wire.connection().to())) {
        walk(wire.connection().to(), seen);
      }
    }
  }
}
