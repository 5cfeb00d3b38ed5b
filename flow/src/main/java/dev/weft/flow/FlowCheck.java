package dev.weft.flow;

import dev.weft.flow.FlowPlan.Step;
import dev.weft.flow.FlowPlan.Wire;
import dev.weft.model.FlowSpec;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.spi.Expressions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says what is wrong with a flow without running it. Finds unknown types, settings, parameters,
 * processors and relationships, wrong values, processors that nothing leads to, circles, and ports
 * of other products.
 */
public final class FlowCheck {
  private final FlowSpec flow;
  private final FlowPlan plan;
  private final List<Problem> problems;
  private final Map<String, Step> steps = new HashMap<>();

  private FlowCheck(FlowSpec flow, FlowPlan plan, List<Problem> problems) {
    this.flow = flow;
    this.plan = plan;
    this.problems = problems;
    plan.steps().forEach(step -> steps.putIfAbsent(step.name(), step));
  }

  /**
   * All problems; empty when the flow could run.
   *
   * @param parameterNames the parameters that will have a value, besides those with a default
   */
  public static List<Problem> problems(
      FlowSpec flow, ProcessorTypes types, Set<String> parameterNames) {
    var problems = new ArrayList<Problem>();
    check(flow, types, Parameters.named(flow, parameterNames), problems);
    return problems;
  }

  /** As {@link #problems(FlowSpec, ProcessorTypes, Set)}, with the expressions in settings. */
  public static List<Problem> problems(
      FlowSpec flow, ProcessorTypes types, Set<String> parameterNames, Expressions expressions) {
    var problems = new ArrayList<Problem>();
    var plan = check(flow, types, Parameters.named(flow, parameterNames), problems);
    try (var services = new FlowServices(plan.services(), Clock.systemUTC())) {
      plan.steps()
          .forEach(step -> new ExpressionCheck(flow, step, expressions, services).check(problems));
    }
    return problems;
  }

  /**
   * What a person may want to know although it is no problem, as sentences: relationships that lead
   * nowhere, whose records are left out and counted.
   */
  public static List<String> notes(
      FlowSpec flow, ProcessorTypes types, Set<String> parameterNames) {
    var plan = FlowPlan.of(flow, types, Parameters.named(flow, parameterNames), new ArrayList<>());
    return new FlowCheck(flow, plan, List.of()).notes();
  }

  /**
   * The relationships that each processor has with its settings, by name; without those whose type
   * is unknown, or whose settings, on which they depend, have problems.
   */
  public static Map<String, List<String>> relationships(
      FlowSpec flow, ProcessorTypes types, Set<String> parameterNames) {
    var plan = FlowPlan.of(flow, types, Parameters.named(flow, parameterNames), new ArrayList<>());
    var all = new LinkedHashMap<String, List<String>>();
    plan.steps().forEach(step -> step.relationships().ifPresent(its -> all.put(step.name(), its)));
    return all;
  }

  static FlowPlan check(
      FlowSpec flow, ProcessorTypes types, Parameters parameters, List<Problem> problems) {
    var plan = FlowPlan.of(flow, types, parameters, problems);
    var check = new FlowCheck(flow, plan, problems);
    check.checkSources();
    plan.wires().forEach(check::checkWire);
    check.checkReach();
    plan.steps().forEach(check::checkPort);
    plan.steps().forEach(step -> new OptionsCheck(flow, step, plan.wires()).check(problems));
    new SecretsCheck(flow, problems).check(plan);
    return plan;
  }

  private void checkSources() {
    var typesAreKnown = plan.steps().size() == flow.processors().size();
    if (typesAreKnown && plan.steps().stream().noneMatch(Step::isSource)) {
      problem("no-source", "processors", "A flow needs a source to begin with.", "");
    }
  }

  private void checkWire(Wire wire) {
    var path = "connections[" + wire.index() + "]";
    var from = steps.get(wire.connection().from());
    var to = steps.get(wire.connection().to());
    checkExists(wire.connection().from(), path);
    checkExists(wire.connection().to(), path);
    if (to != null && to.isSource()) {
      problem("into-source", path, "'" + to.name() + "' is a source: nothing can lead to it.", "");
    }
    if (from != null) {
      from.relationships()
          .filter(known -> !known.contains(wire.connection().relationship()))
          .ifPresent(known -> unknownRelationship(from, wire, path, known));
    }
  }

  private void checkExists(String name, String path) {
    var names = flow.processors().stream().map(FlowSpec.ProcessorSpec::name).toList();
    if (!names.contains(name)) {
      problem(
          "unknown-processor",
          path,
          "No processor is called '" + name + "'.",
          Nearest.hint(name, names, "processors"));
    }
  }

  private void unknownRelationship(Step from, Wire wire, String path, List<String> known) {
    problem(
        "unknown-relationship",
        path,
        "'" + from.name() + "' has no relationship '" + wire.connection().relationship() + "'.",
        known.isEmpty()
            ? "Nothing can follow it: it ends the flow."
            : Nearest.hint(wire.connection().relationship(), known, "relationships"));
  }

  private void checkReach() {
    var reached = new HashSet<String>();
    for (var processor : flow.processors()) {
      // One of an unknown type may be meant as a source: what follows it needs no second word.
      var step = steps.get(processor.name());
      if (step == null || step.isSource()) {
        walk(String.valueOf(processor.name()), new ArrayList<>(), reached);
      }
    }
    for (var step : plan.steps()) {
      if (!step.isSource() && !reached.contains(step.name())) {
        problem(
            "not-connected",
            "processors[" + step.index() + "]",
            "Nothing leads from a source to '" + step.name() + "'.",
            "Add a connection to it, or remove it.");
      }
    }
  }

  /** Follows the connections; a step that is met again on the way to itself closes a circle. */
  private void walk(String name, List<String> way, Set<String> reached) {
    if (way.contains(name)) {
      var circle = String.join(" -> ", way.subList(way.indexOf(name), way.size())) + " -> " + name;
      problem(
          "circle",
          "connections",
          "These processors run in a circle: " + circle + ".",
          "Retries are done by the runner: a failure need not lead back.");
      return;
    }
    if (!reached.add(name)) {
      return;
    }
    way.add(name);
    for (var wire : plan.wires()) {
      if (wire.connection().from().equals(name)) {
        walk(wire.connection().to(), way, reached);
      }
    }
    way.remove(way.size() - 1);
  }

  private void checkPort(Step step) {
    if (step.settings().orElse(null) instanceof PublishPort.Settings settings
        && !settings.portName().product().equals(flow.product())) {
      problem(
          "foreign-port",
          "processors[" + step.index() + "].settings.port",
          "'" + settings.port() + "' is not a port of product '" + flow.product() + "'.",
          "Only a product's own flows may write its ports.");
    }
  }

  private List<String> notes() {
    return plan.steps().stream()
        .filter(step -> step.relationships().isPresent() && !isEnd(step))
        .flatMap(
            step ->
                step.relationships().orElseThrow().stream()
                    .filter(name -> !name.equals("failure") && !connected(step, name))
                    .filter(name -> !step.options().terminated().contains(name))
                    .map(
                        name ->
                            "'"
                                + step.name()
                                + "."
                                + name
                                + "' leads nowhere: what takes it is left out, and counted."))
        .collect(Collectors.toList());
  }

  private boolean isEnd(Step step) {
    return plan.wires().stream().noneMatch(wire -> wire.connection().from().equals(step.name()));
  }

  private boolean connected(Step step, String relationship) {
    return plan.wires().stream()
        .anyMatch(
            wire ->
                wire.connection().from().equals(step.name())
                    && wire.connection().relationship().equals(relationship));
  }

  private void problem(String code, String path, String message, String hint) {
    problems.add(Problem.input(code, Place.field(path), message, hint));
  }
}
