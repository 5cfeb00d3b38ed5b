package dev.weft.tools;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a tool is called with: {@code --name value} and the rest.
 *
 * @param rest what is no option, in order
 */
public record Arguments(Map<String, String> options, List<String> rest) {

  /** Throws a problem for an option that is not among the names, or has no value. */
  public static Arguments parse(Set<String> names, String... arguments) {
    var options = new TreeMap<String, String>();
    var rest = new ArrayList<String>();
    for (var i = 0; i < arguments.length; i++) {
      if (!arguments[i].startsWith("--")) {
        rest.add(arguments[i]);
      } else if (names.contains(arguments[i].substring(2)) && i + 1 < arguments.length) {
        options.put(arguments[i].substring(2), arguments[++i]);
      } else {
        throw Problem.input(
                "unknown-option",
                Place.field(arguments[i]),
                "'" + arguments[i] + "' is not understood, or lacks its value.",
                "Options: " + String.join(", ", names) + ".")
            .asException();
      }
    }
    return new Arguments(options, rest);
  }

  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }
}
