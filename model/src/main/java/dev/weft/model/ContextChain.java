package dev.weft.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A parameter context with those that it inherits from, in the order in which a value is looked
 * for: a context before what it inherits, the first inherited with all of its own before the
 * second. Names that nobody knows are left out.
 *
 * @param contexts each once
 * @param circle the contexts that inherit from each other, the first of them at both ends; empty
 *     when none do
 */
public record ContextChain(List<ParameterContext> contexts, List<String> circle) {
  /** More than this are left out, as a chain so long is a mistake; checks refuse it. */
  public static final int LONGEST = 100;

  public static ContextChain of(String first, Function<String, Optional<ParameterContext>> find) {
    var found = new LinkedHashMap<String, ParameterContext>();
    var circle = new ArrayList<String>();
    walk(first, find, new ArrayList<>(), found, circle);
    return new ContextChain(List.copyOf(found.values()), List.copyOf(circle));
  }

  private static void walk(
      String name,
      Function<String, Optional<ParameterContext>> find,
      List<String> way,
      Map<String, ParameterContext> found,
      List<String> circle) {
    if (way.contains(name)) {
      if (circle.isEmpty()) {
        circle.addAll(way.subList(way.indexOf(name), way.size()));
        circle.add(name);
      }
      return;
    }
    if (found.containsKey(name) || found.size() == LONGEST) {
      return;
    }
    find.apply(name)
        .ifPresent(
            context -> {
              found.put(name, context);
              way.add(name);
              context.inherits().forEach(next -> walk(next, find, way, found, circle));
              way.remove(way.size() - 1);
            });
  }

  /** What the contexts declare, for a flow to take as its own: see {@link FlowSpec#with}. */
  public Map<String, FlowSpec.Parameter> declared() {
    var all = new LinkedHashMap<String, FlowSpec.Parameter>();
    for (var context : contexts) {
      context
          .parameters()
          .forEach(
              (name, value) ->
                  all.merge(
                      name,
                      new FlowSpec.Parameter(value.description(), value.sensitive(), value.value()),
                      FlowSpec.Parameter::over));
    }
    return all;
  }

  /** The nearest context that declares the parameter. */
  public Optional<ParameterContext> declaring(String parameter) {
    return contexts.stream().filter(one -> one.parameters().containsKey(parameter)).findFirst();
  }
}
