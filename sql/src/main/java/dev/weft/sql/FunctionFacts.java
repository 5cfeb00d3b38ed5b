package dev.weft.sql;

import dev.weft.model.Problem;
import java.util.List;

/**
 * What a function's class says of it.
 *
 * @param kind {@code scalar}, {@code table} or {@code aggregate}; empty with problems
 * @param signatures what it takes, such as {@code payments.iban_country(STRING)}
 * @param problems why it cannot be called; empty when it can
 */
public record FunctionFacts(String kind, List<String> signatures, List<Problem> problems) {
  public FunctionFacts {
    signatures = List.copyOf(signatures);
    problems = List.copyOf(problems);
  }
}
