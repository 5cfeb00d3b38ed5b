package dev.weft.server.parameters;

import dev.weft.model.ParameterContext;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds values outside of the mesh, as far as the server's operator allows the product or domain to
 * which a context belongs. Nothing is allowed unless {@link ProviderSettings} says so.
 */
public final class Providers {
  private final ProviderSettings allowed;
  private final Map<String, String> environment;

  /** {@code environment}: the variables of this process. */
  public Providers(ProviderSettings allowed, Map<String, String> environment) {
    this.allowed = allowed;
    this.environment = Map.copyOf(environment);
  }

  /**
   * The value of a parameter; empty when the provider has none.
   *
   * @throws ProblemException when the operator does not allow it, or what is there cannot be taken
   */
  Optional<String> value(
      ParameterContext context, ParameterContext.Provider provider, String parameter) {
    return provider.file() == null
        ? variable(context, provider.environment(), parameter)
        : file(context, provider.file(), parameter);
  }

  private Optional<String> variable(ParameterContext context, String prefix, String parameter) {
    var prefixes = allowed.prefixes(context.owner());
    if (prefixes.stream().noneMatch(prefix::startsWith)) {
      throw notAllowed(
          context,
          "variables that begin with " + prefix,
          ProviderSettings.ENVIRONMENT + context.owner() + " = " + prefix);
    }
    var name = parameter.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    return Optional.ofNullable(environment.get(prefix + name));
  }

  private Optional<String> file(ParameterContext context, String path, String parameter) {
    var folder =
        allowed
            .folder(context.owner())
            .orElseThrow(
                () ->
                    notAllowed(
                        context, "files", ProviderSettings.FILES + context.owner() + " = FOLDER"));
    return new ProvidedFiles(folder).value(path, parameter);
  }

  private static ProblemException notAllowed(ParameterContext context, String what, String how) {
    return Problem.environment(
            "provider-not-allowed",
            "The parameter context '%s' may not read %s of this server."
                .formatted(context.name(), what),
            "Its operator can allow it in the server's settings: " + how + ".")
        .asException();
  }
}
