package dev.weft.model.format;

import dev.weft.model.ContextChain;
import dev.weft.model.DataProduct;
import dev.weft.model.ParameterContext;
import dev.weft.model.ResourceKind;
import java.util.Optional;

/**
 * Checks what flows and parameter contexts say of contexts: that they are for them, that none
 * inherits from itself, and that what is a secret in one is a secret in all.
 */
final class ContextReferences {
  private final Known known;
  private final Problems problems;

  ContextReferences(Known known, Problems problems) {
    this.known = known;
    this.problems = problems;
  }

  void check(Checked checked) {
    switch (checked.key().kind()) {
      case FLOW -> checkFlow(checked);
      case PARAMETER_CONTEXT -> checkContext(checked);
      default -> {}
    }
  }

  private void checkFlow(Checked flow) {
    var chain = ContextChain.of(flow.tree().path("parameterContext").asText(), this::find);
    if (chain.contexts().isEmpty()) {
      return; // It has none, or none that is known, which is said elsewhere.
    }
    var product = flow.tree().path("product").asText();
    chain.contexts().stream()
        .filter(one -> !one.isFor(product, domain(product)))
        .findFirst()
        .ifPresent(
            one -> notFor(one, "product '" + product + "'", at(flow).key("parameterContext")));
    sameSecrecy(flow, chain);
    new FlowParameters(flow.tree(), at(flow), chain.declared()).check();
  }

  private void checkContext(Checked checked) {
    var name = checked.key().name();
    var chain = ContextChain.of(name, this::find);
    var at = at(checked);
    if (!chain.circle().isEmpty()) {
      at.key("inherits")
          .key(
              "circle",
              "These contexts inherit from each other: "
                  + String.join(" -> ", chain.circle())
                  + ".",
              "Take one of them out of 'inherits'.");
    }
    if (chain.contexts().size() == ContextChain.LONGEST) {
      at.key("inherits")
          .key("too-many", "A context inherits from fewer than " + ContextChain.LONGEST + ".", "");
    }
    find(name).ifPresent(own -> checkInherited(own, at));
    sameSecrecy(checked, chain);
  }

  /** What is inherited must be for the same flows, or a context would hand on another's secrets. */
  private void checkInherited(ParameterContext own, At at) {
    for (var i = 0; i < own.inherits().size(); i++) {
      var here = at.key("inherits").item(i);
      find(own.inherits().get(i)).ifPresent(inherited -> checkInherited(own, inherited, here));
    }
  }

  private void checkInherited(ParameterContext own, ParameterContext inherited, At at) {
    if (!own.product().isEmpty() && !inherited.isFor(own.product(), domain(own.product()))) {
      notFor(inherited, "product '" + own.product() + "'", at);
    } else if (!own.domain().isEmpty() && !inherited.isFor("", own.domain())) {
      notFor(inherited, "domain '" + own.domain() + "'", at);
    }
    own.sharedWith().stream()
        .filter(domain -> !inherited.isFor("", domain))
        .findFirst()
        .ifPresent(domain -> notFor(inherited, "domain '" + domain + "'", at));
  }

  private static void notFor(ParameterContext context, String whom, At at) {
    at.value(
        "context-not-for-it",
        "The context '" + context.name() + "' of " + words(context) + " is not for " + whom + ".",
        "Whoever answers for it can add the domain to its 'sharedWith'.");
  }

  private static String words(ParameterContext context) {
    return context.product().isEmpty()
        ? "domain '" + context.domain() + "'"
        : "product '" + context.product() + "'";
  }

  private void sameSecrecy(Checked checked, ContextChain chain) {
    for (var parameter : checked.tree().path("parameters").properties()) {
      var sensitive = parameter.getValue().path("sensitive").asBoolean();
      chain.contexts().stream()
          .filter(
              one ->
                  checked.key().kind() == ResourceKind.FLOW
                      || !one.name().equals(checked.key().name()))
          .filter(one -> one.parameters().containsKey(parameter.getKey()))
          .filter(one -> one.parameters().get(parameter.getKey()).sensitive() != sensitive)
          .findFirst()
          .ifPresent(
              other ->
                  at(checked)
                      .key("parameters")
                      .key(parameter.getKey())
                      .key(
                          "secrecy-differs",
                          "'%s' is %s here and %s in the context '%s'."
                              .formatted(
                                  Shapes.shortened(parameter.getKey()),
                                  secrecy(sensitive),
                                  secrecy(!sensitive),
                                  other.name()),
                          "Say the same in both, or call one of them otherwise."));
    }
  }

  private static String secrecy(boolean sensitive) {
    return sensitive ? "sensitive" : "not sensitive";
  }

  private String domain(String product) {
    return known
        .find(ResourceKind.DATA_PRODUCT, product, DataProduct.class)
        .map(DataProduct::domain)
        .orElse("");
  }

  private Optional<ParameterContext> find(String name) {
    return known.find(ResourceKind.PARAMETER_CONTEXT, name, ParameterContext.class);
  }

  private At at(Checked checked) {
    return new At(checked.document(), "", problems);
  }
}
