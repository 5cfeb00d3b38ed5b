package dev.weft.policy;

import dev.weft.model.ProblemException;
import dev.weft.policy.cel.Formula;
import dev.weft.policy.cel.Language;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles the expressions of row filters, each text once: policies are often alike, and compiling
 * takes half a millisecond. Safe for any thread. Keeps the last ten thousand.
 */
final class FilterCache {
  private static final int TEXTS_MAX = 10_000;

  /** A condition; or, empty, why the text is none, which denies. */
  record Compiled(Optional<Formula> condition, String problem) {}

  private final Language language = Language.ofRecordAndUser();
  private final Map<String, Compiled> byText =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Compiled> eldest) {
              return size() > TEXTS_MAX;
            }
          });

  Compiled filter(String text) {
    var known = byText.get(text);
    if (known != null) {
      return known;
    }
    var made = make(text);
    byText.put(text, made);
    return made;
  }

  private Compiled make(String text) {
    try {
      return new Compiled(Optional.of(compile(text)), "");
    } catch (ProblemException e) {
      return new Compiled(Optional.empty(), e.first().message());
    }
  }

  /**
   * Compiles a condition that names the fields it reads, so that a door knows what to decode.
   *
   * @throws ProblemException with every problem of the text
   */
  Formula compile(String text) {
    var formula = language.compileCondition(text);
    if (formula.fields().whole()) {
      throw Language.problem(
              "it uses the record as a whole; a row filter names its fields, as in record.country.",
              1,
              1)
          .asException();
    }
    return formula;
  }
}
