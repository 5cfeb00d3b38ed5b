package dev.weft.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every call that a server has, as its own description lists them: so that none is forgotten. */
record RouteTable(List<Call> calls) {
  private static final Pattern PARAMETER = Pattern.compile("[{<]([a-zA-Z][a-zA-Z0-9]*)[}>]");

  /** One call; the path has its parameters by name. */
  record Call(String method, String path) {
    boolean changes() {
      return !method.equals("GET");
    }

    boolean hasParameters() {
      return PARAMETER.matcher(path).find();
    }

    /** The path with a value for each parameter, which is put there as it is. */
    String with(UnaryOperator<String> values) {
      return PARAMETER
          .matcher(path)
          .replaceAll(found -> Matcher.quoteReplacement(values.apply(found.group(1))));
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static RouteTable of(Rest anybody) {
    var calls = new ArrayList<Call>();
    for (var path : anybody.get("/api/openapi.json").body().path("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> calls.add(new Call(method.toUpperCase(Locale.ROOT), path.getKey())));
    }
    return new RouteTable(List.copyOf(calls));
  }
}
