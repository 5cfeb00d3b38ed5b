package dev.weft.server.parameters;

import dev.weft.model.ContextChain;
import dev.weft.model.DataProduct;
import dev.weft.model.FlowSpec;
import dev.weft.model.ParameterContext;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The values that flows run with: bound to them, of their contexts, or their defaults. */
public final class FlowParameters {
  private final SealedValues sealed;
  private final ContextParameters contexts;

  public FlowParameters(SecretBox box, ContextParameters contexts) {
    this.sealed = new SealedValues(box);
    this.contexts = contexts;
  }

  public static ResourceKey key(String flow) {
    return new ResourceKey(ResourceKind.PARAMETERS, flow);
  }

  public BoundValues bound(MeshState state, String flow) {
    return state.find(ResourceKind.PARAMETERS, flow, BoundValues.class).orElse(BoundValues.NOTHING);
  }

  /** The flow's bound values with those of {@code plain} and {@code secrets} that it declares. */
  public BoundValues bind(
      FlowSpec flow, BoundValues before, Map<String, String> plain, Map<String, String> secrets) {
    var declared = new LinkedHashMap<String, Boolean>();
    flow.parameters().forEach((name, parameter) -> declared.put(name, parameter.sensitive()));
    return sealed.bind(owner(flow), declared, before, new SealedValues.Given(plain, secrets));
  }

  /**
   * The secret that is bound to a parameter of the flow itself, in clear; empty when there is none.
   *
   * @throws IllegalStateException when it was encrypted under another key
   */
  public Optional<String> secret(MeshState state, FlowSpec flow, String name) {
    var bound = bound(state, flow.name());
    return bound.secrets().containsKey(name)
        ? Optional.of(sealed.open(owner(flow), bound, name))
        : Optional.empty();
  }

  /**
   * What the flow runs with at this moment.
   *
   * @throws ProblemException when its context is not for it, or a provider is not allowed or gives
   *     what cannot be taken
   * @throws IllegalStateException when a context's secret was encrypted under another key
   */
  public FlowValues of(MeshState state, FlowSpec flow) {
    var chain = chain(state, flow);
    var names = new TreeSet<>(flow.parameters().keySet());
    names.addAll(flow.usedParameters());
    var given = contexts.given(state, chain, names);
    var declared = new LinkedHashMap<>(chain.declared());
    declared.keySet().retainAll(names);
    given.forEach(
        (name, value) -> {
          var one = declared.get(name);
          if (value.sensitive() && !one.sensitive()) {
            declared.put(name, new FlowSpec.Parameter(one.description(), true, null));
          }
        });
    return new FlowValues(
        flow,
        flow.with(declared),
        bound(state, flow.name()),
        given,
        (bound, name) -> sealed.open(owner(flow), bound, name),
        state.get(key(flow.name())).map(one -> one.version()).orElse(0L));
  }

  /** A context may have been made another's since the flow was applied: then it gives no more. */
  private static ContextChain chain(MeshState state, FlowSpec flow) {
    if (flow.parameterContext().isEmpty()) {
      return new ContextChain(List.of(), List.of());
    }
    var chain =
        ContextChain.of(
            flow.parameterContext(),
            name -> state.find(ResourceKind.PARAMETER_CONTEXT, name, ParameterContext.class));
    var domain =
        state
            .find(ResourceKind.DATA_PRODUCT, flow.product(), DataProduct.class)
            .map(DataProduct::domain)
            .orElse("");
    if (chain.contexts().isEmpty()) {
      throw refused("There is no parameter context '" + flow.parameterContext() + "'.");
    }
    for (var context : chain.contexts()) {
      if (!context.isFor(flow.product(), domain)) {
        throw refused(
            "The parameter context '%s' is not for flows of '%s'."
                .formatted(context.name(), flow.product()));
      }
    }
    return chain;
  }

  private static ProblemException refused(String message) {
    return Problem.environment(
            "context-not-for-it", message, "Whoever answers for it can share it: 'sharedWith'.")
        .asException();
  }

  /** To what its values are bound. */
  public static ResourceKey owner(FlowSpec flow) {
    return new ResourceKey(ResourceKind.FLOW, flow.name());
  }
}
