package dev.weft.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Which glossary terms people have assigned to a product or port, and to a port's fields.
 *
 * @param asset {@code product} or {@code product.port}
 * @param terms by dotted path of the field; {@link #WHOLE} for the asset itself
 */
public record Assignments(String asset, Map<String, List<Assignment>> terms) {
  /** Stands for the product or port itself. */
  public static final String WHOLE = "";

  /**
   * A term that says what something means.
   *
   * @param confidence 0 to 1
   * @param source {@code steward}, {@code contract} or {@code suggestion}
   * @param by who said so last; empty for a contract
   * @param expression how the value is found from the term, in words; may be empty
   * @param comment why, in words; may be empty
   */
  public record Assignment(
      String term,
      Status status,
      double confidence,
      String source,
      String by,
      String expression,
      String comment,
      Instant at) {
    public Assignment {
      source = Defaults.text(source);
      by = Defaults.text(by);
      expression = Defaults.text(expression);
      comment = Defaults.text(comment);
    }
  }

  /** Where an assignment stands: the words of Apache Atlas, and REJECTED, which is remembered. */
  public enum Status {
    DISCOVERED,
    PROPOSED,
    IMPORTED,
    VALIDATED,
    DEPRECATED,
    OBSOLETE,
    OTHER,
    REJECTED;

    /** Whether whoever answers for the field stands by it: only then it has the term's tags. */
    public boolean isAccepted() {
      return this == IMPORTED || this == VALIDATED || this == DEPRECATED;
    }
  }

  public Assignments {
    terms = Defaults.map(terms);
  }

  /** The terms of a field, or of the asset itself. */
  public List<Assignment> of(String field) {
    return terms.getOrDefault(field, List.of());
  }
}
