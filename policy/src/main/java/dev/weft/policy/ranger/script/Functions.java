package dev.weft.policy.ranger.script;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The functions that stand alone, and those of {@code ctx}. */
final class Functions {
  /** Something to call. */
  @FunctionalInterface
  interface Function {
    Object call(Scope scope, List<Object> with);
  }

  private static final Map<String, Function> ALONE =
      Map.of(
          "J", (scope, with) -> json(with.get(0)),
          "JSON.stringify", (scope, with) -> json(with.get(0)),
          "Object.keys", (scope, with) -> keys(with.get(0)),
          "String", (scope, with) -> Values.text(with.get(0)),
          "Number", (scope, with) -> Values.number(with.get(0)),
          "parseFloat", (scope, with) -> Values.number(with.get(0)),
          "parseInt", (scope, with) -> Math.floor(Values.number(with.get(0))),
          "Boolean", (scope, with) -> Values.isTrue(with.get(0)));

  private final Map<String, Function> context = ContextFunctions.all();

  /** The function that a name, or a name and its member, calls; takes the bracket with it. */
  Optional<Function> path(String name, Tokens tokens) throws UnreadableScript {
    if (tokens.take("(")) {
      return Optional.of(known(ALONE, name));
    }
    if (name.equals("ctx") || ALONE.keySet().stream().anyMatch(one -> one.startsWith(name + "."))) {
      tokens.need(".");
      var member = tokens.needName();
      if (name.equals("ctx") && member.equals("result") && !tokens.peek().is("(")) {
        throw new UnreadableScript("it reads its own result");
      }
      tokens.need("(");
      return Optional.of(
          name.equals("ctx") ? known(context, member) : known(ALONE, name + "." + member));
    }
    return Optional.empty();
  }

  private static Function known(Map<String, Function> all, String name) throws UnreadableScript {
    var function = all.get(name);
    if (function == null) {
      throw new UnreadableScript("the function '" + name + "' is not known");
    }
    return (scope, with) -> {
      try {
        return function.call(scope, with);
      } catch (IndexOutOfBoundsException e) {
        throw new ScriptFailure("'" + name + "' is called with too little");
      }
    };
  }

  private static Object keys(Object of) {
    return of instanceof Map<?, ?> map ? List.copyOf(map.keySet()) : List.of();
  }

  private static String json(Object value) {
    if (value instanceof String text) {
      return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
    if (value instanceof Collection<?> all) {
      return all.stream().map(Functions::json).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> json(Values.text(entry.getKey())) + ":" + json(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return value == null ? "null" : Values.text(value);
  }
}
