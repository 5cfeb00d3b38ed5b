package dev.weft.policy;

import dev.weft.model.Nearest;
import dev.weft.model.Place;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import dev.weft.policy.cel.Formula;
import dev.weft.policy.cel.Language;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles the conditions of policies, each text once. Safe for any thread. Keeps the last ten
 * thousand.
 */
final class Conditions {
  private static final int TEXTS_MAX = 10_000;
  private static final Map<String, List<String>> NAMES =
      Map.of(
          "env", List.of("time", "hour", "weekday", "ip", "purpose"),
          "tag", List.of("name", "attributes"),
          "resource",
              List.of("domain", "product", "port", "field", "owner", "owners", "tags", "zone"));

  private final Language language = Language.ofCircumstances();
  private final Map<String, Condition> byText =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Condition> eldest) {
              return size() > TEXTS_MAX;
            }
          });

  /** Empty when there is no condition. */
  Optional<Condition> of(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    var known = byText.get(text);
    if (known == null) {
      known = make(text);
      byText.put(text, known);
    }
    return Optional.of(known);
  }

  private Condition make(String text) {
    try {
      return new Condition(text, Optional.of(compile(text)));
    } catch (ProblemException e) {
      return new Condition(text, Optional.empty());
    }
  }

  /**
   * Compiles a condition.
   *
   * @throws ProblemException with every problem of the text; line and column are within it
   */
  Formula compile(String text) {
    var formula = language.compileCondition(text);
    var problems = new ArrayList<Problem>();
    NAMES.forEach(
        (variable, known) ->
            formula.uses().of(variable).stream()
                .filter(name -> !name.equals("*") && !known.contains(name))
                .forEach(name -> problems.add(unknown(variable, name, known))));
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return formula;
  }

  private static Problem unknown(String variable, String name, List<String> known) {
    return Problem.input(
        "bad-expression",
        new Place("", 1, 1, ""),
        "The expression does not compile: there is no '" + variable + "." + name + "'.",
        Nearest.hint(name, known, "names below " + variable));
  }
}
