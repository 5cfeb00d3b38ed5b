package dev.weft.server.parameters;

import dev.weft.model.ContextChain;
import dev.weft.model.Json;
import dev.weft.model.ParameterContext;
import dev.weft.model.ResourceKey;
import dev.weft.model.ResourceKind;
import dev.weft.spi.MeshState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values that parameter contexts give: what was bound to one on this mesh, else what a provider
 * has, else what is in its document, else what it inherits.
 */
public final class ContextParameters {
  private final SealedValues sealed;
  private final Providers providers;

  public ContextParameters(SecretBox box, Providers providers) {
    this.sealed = new SealedValues(box);
    this.providers = providers;
  }

  /**
   * One value.
   *
   * @param by {@code bound}, {@code environment}, {@code file} or {@code document}
   */
  record Given(String text, boolean sensitive, String context, String by) {
    @Override
    public String toString() {
      return "a value of context " + context; // never the value
    }
  }

  public static ResourceKey key(String context) {
    return new ResourceKey(ResourceKind.CONTEXT_PARAMETERS, context);
  }

  public BoundValues bound(MeshState state, String context) {
    return state
        .find(ResourceKind.CONTEXT_PARAMETERS, context, BoundValues.class)
        .orElse(BoundValues.NOTHING);
  }

  /** The context's bound values with those given that it declares itself. */
  public BoundValues bind(
      ParameterContext context,
      BoundValues before,
      Map<String, String> plain,
      Map<String, String> secrets) {
    var declared = new LinkedHashMap<String, Boolean>();
    context.parameters().forEach((name, value) -> declared.put(name, value.sensitive()));
    return sealed.bind(owner(context), declared, before, new SealedValues.Given(plain, secrets));
  }

  /** Those of the named parameters for which a context of the chain has a value. */
  Map<String, Given> given(MeshState state, ContextChain chain, Collection<String> names) {
    var all = new LinkedHashMap<String, Given>();
    for (var context : chain.contexts()) {
      var bound = bound(state, context.name());
      for (var name : names) {
        if (context.parameters().containsKey(name) && !all.containsKey(name)) {
          given(context, bound, name).ifPresent(value -> all.put(name, value));
        }
      }
    }
    return all;
  }

  private Optional<Given> given(ParameterContext context, BoundValues bound, String name) {
    var declared = context.parameters().get(name);
    if (bound.secrets().containsKey(name)) {
      var secret = sealed.open(owner(context), bound, name);
      return Optional.of(new Given(secret, true, context.name(), "bound"));
    }
    if (bound.plain().containsKey(name)) {
      var text = bound.plain().get(name);
      return Optional.of(new Given(text, declared.sensitive(), context.name(), "bound"));
    }
    for (var provider : context.providers()) {
      var found = providers.value(context, provider, name);
      if (found.isPresent()) {
        var by = provider.file() == null ? "environment" : "file";
        return Optional.of(new Given(found.get(), declared.sensitive(), context.name(), by));
      }
    }
    return Optional.of(declared)
        .filter(ParameterContext.Value::hasValue)
        .map(
            value ->
                new Given(
                    value.value().isTextual()
                        ? value.value().textValue()
                        : Json.text(value.value()),
                    value.sensitive(),
                    context.name(),
                    "document"));
  }

  /** To what its values are bound. */
  public static ResourceKey owner(ParameterContext context) {
    return new ResourceKey(ResourceKind.PARAMETER_CONTEXT, context.name());
  }
}
