package dev.weft.bench;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The options of one run, {@code --name value}; those not given have the program's defaults. */
public record Options(Map<String, String> values) {
  private static final String MARK = "--";

  public Options {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /**
   * Reads what was typed.
   *
   * @throws dev.weft.model.ProblemException for an option that the program does not know
   */
  public static Options parse(List<String> arguments, Map<String, String> defaults) {
    var values = new TreeMap<>(defaults);
    for (var i = 0; i < arguments.size(); i += 2) {
      var argument = arguments.get(i);
      var name = argument.startsWith(MARK) ? argument.substring(MARK.length()) : "";
      if (!defaults.containsKey(name) || i + 1 == arguments.size()) {
        throw wrong(argument, "'" + argument + "' is no option here, or has no value.", defaults);
      }
      values.put(name, arguments.get(i + 1));
    }
    return new Options(values);
  }

  public String text(String name) {
    return values.get(name);
  }

  /** A whole number, at least 1. */
  public int count(String name) {
    return number(name, 1);
  }

  /** As a count, but there may be none. */
  public int countOrNone(String name) {
    return number(name, 0);
  }

  private int number(String name, int least) {
    try {
      var number = Integer.parseInt(text(name).replace("_", ""));
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The same problem as a number that is too small.
    }
    throw wrong(
        MARK + name, "'" + text(name) + "' is not a number of at least " + least + ".", values);
  }

  /** Words separated by commas. */
  public List<String> words(String name) {
    return List.of(text(name).split(","));
  }

  private static RuntimeException wrong(String where, String what, Map<String, String> known) {
    var hint = "Options: " + String.join(", ", new TreeMap<>(known).keySet()) + ".";
    return Problem.input("wrong-option", Place.field(where), what, hint).asException();
  }
}
