package dev.weft.server.apply;

import dev.weft.model.ContextChain;
import dev.weft.model.FlowSpec;
import dev.weft.model.Json;
import dev.weft.model.ParameterContext;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ResourceKind;
import dev.weft.model.format.Checked;
import dev.weft.model.format.Known;
import dev.weft.server.parameters.ContextParameters;
import dev.weft.server.parameters.FlowParameters;
import dev.weft.spi.MeshState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * To what the values that come with an apply are bound: to the contexts in it that declare the
 * parameter, and to the flows in it that declare it and have it from none of these.
 */
final class ParameterBinding {
  private final Applier.Request request;
  private final List<Checked> documents;
  private final Known known;
  private final Set<String> given = new TreeSet<>();

  /** {@code known}: the mesh as it would be. */
  ParameterBinding(Applier.Request request, List<Checked> documents, Known known) {
    this.request = request;
    this.documents = documents;
    this.known = known;
    given.addAll(request.parameters().keySet());
    given.addAll(request.secrets().keySet());
  }

  /** Values for parameters that nothing in the apply declares. */
  List<Problem> problems() {
    if (!documents.stream().allMatch(Checked::sound)) {
      return List.of(); // A broken document may have declared it.
    }
    var declared = new TreeSet<String>();
    flows().forEach(flow -> declared.addAll(flow.parameters().keySet()));
    contexts().forEach(context -> declared.addAll(context.parameters().keySet()));
    return given.stream()
        .filter(name -> !declared.contains(name))
        .map(
            name ->
                Problem.input(
                    "unknown-parameter",
                    Place.field("parameters." + name),
                    "No flow or parameter context of this apply declares the parameter '"
                        + name
                        + "'.",
                    declared.isEmpty()
                        ? "None declares any."
                        : "Declared: " + String.join(", ", declared) + "."))
        .toList();
  }

  /** Whether values are bound to what this document describes. */
  boolean changes(Checked one) {
    return !given.isEmpty()
        && (one.key().kind() == ResourceKind.FLOW
            || one.key().kind() == ResourceKind.PARAMETER_CONTEXT);
  }

  void bind(Plan plan, FlowParameters flows, ContextParameters contexts, MeshState state) {
    if (given.isEmpty()) {
      return;
    }
    for (var context : contexts()) {
      var before = contexts.bound(state, context.name());
      var after = contexts.bind(context, before, request.parameters(), request.secrets());
      plan.parameters(
          ContextParameters.owner(context), ContextParameters.key(context.name()), before, after);
    }
    for (var flow : flows()) {
      var own = ownNames(flow);
      var before = flows.bound(state, flow.name());
      var after =
          flows.bind(flow, before, only(own, request.parameters()), only(own, request.secrets()));
      plan.parameters(FlowParameters.owner(flow), FlowParameters.key(flow.name()), before, after);
    }
  }

  /** What is bound to a flow hides what its context gives from then on: not by accident. */
  private Set<String> ownNames(FlowSpec flow) {
    var applied = contexts().stream().map(ParameterContext::name).collect(Collectors.toSet());
    var chain =
        ContextChain.of(
            flow.parameterContext(),
            name -> known.find(ResourceKind.PARAMETER_CONTEXT, name, ParameterContext.class));
    var own = new TreeSet<>(given);
    chain.contexts().stream()
        .filter(context -> applied.contains(context.name()))
        .forEach(context -> own.removeAll(context.parameters().keySet()));
    return own;
  }

  private static Map<String, String> only(Set<String> names, Map<String, String> values) {
    var some = new HashMap<>(values);
    some.keySet().retainAll(names);
    return some;
  }

  private List<FlowSpec> flows() {
    return all(ResourceKind.FLOW, FlowSpec.class);
  }

  private List<ParameterContext> contexts() {
    return all(ResourceKind.PARAMETER_CONTEXT, ParameterContext.class);
  }

  private <T> List<T> all(ResourceKind kind, Class<T> noun) {
    return documents.stream()
        .filter(one -> one.sound() && one.key().kind() == kind)
        .map(one -> Json.read(one.tree(), noun))
        .toList();
  }
}
