package dev.weft.flow;

import dev.weft.model.FlowSpec;
import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of one flow: puts values where settings say <code>#{name}</code>; <code>##{</code>
 * stands for <code>#{</code> itself. When a flow is only checked, values may be unknown although it
 * is certain that they will be there; a text with such a parameter is unknown as well.
 *
 * <p>Its text form and its problems never show a value.
 */
public final class Parameters {
  private static final Pattern REFERENCE = Pattern.compile("(#)?#\\{([^}]*)}");

  private final Map<String, String> values = new HashMap<>();
  private final Set<String> declared = new TreeSet<>();
  private final Set<String> bound;

  private Parameters(FlowSpec flow, Map<String, String> values, Set<String> bound) {
    flow.parameters()
        .forEach(
            (name, parameter) -> {
              declared.add(name);
              if (parameter.defaultValue() != null && !parameter.defaultValue().isNull()) {
                this.values.put(name, parameter.defaultValue().asText());
              }
            });
    this.values.putAll(values);
    this.bound = bound;
  }

  /** Those of a flow that starts: every value is known. */
  public static Parameters of(FlowSpec flow, Map<String, String> values) {
    return new Parameters(flow, values, values.keySet());
  }

  /** Those of a flow that is checked: of some it is only known that they are set. */
  public static Parameters named(FlowSpec flow, Set<String> names) {
    return new Parameters(flow, Map.of(), names);
  }

  /** The text with values in it; empty when one is unknown. Adds problems of wrong references. */
  Optional<String> resolve(String text, String path, List<Problem> problems) {
    if (text.indexOf("#{") < 0) {
      return Optional.of(text);
    }
    var known = true;
    var result = new StringBuilder();
    var reference = REFERENCE.matcher(text);
    while (reference.find()) {
      var value = value(reference, path, problems);
      known &= value.isPresent();
      reference.appendReplacement(result, Matcher.quoteReplacement(value.orElse("")));
    }
    reference.appendTail(result);
    return known ? Optional.of(result.toString()) : Optional.empty();
  }

  private Optional<String> value(Matcher reference, String path, List<Problem> problems) {
    var name = reference.group(2);
    if (reference.group(1) != null) {
      return Optional.of("#{" + name + "}");
    }
    if (!declared.contains(name)) {
      problems.add(
          Problem.input(
              "unknown-parameter",
              Place.field(path),
              "'" + name + "' is not a parameter of this flow.",
              Nearest.hint(name, declared, "parameters")));
    } else if (!values.containsKey(name) && !bound.contains(name)) {
      problems.add(
          Problem.input(
              "unset-parameter",
              Place.field(path),
              "Parameter '" + name + "' has no value.",
              "Set it with --set " + name + "=... or --set-secret " + name + "=..."));
    }
    return Optional.ofNullable(values.get(name));
  }

  @Override
  public String toString() {
    return "parameters " + declared;
  }
}
