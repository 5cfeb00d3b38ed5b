package dev.weft.registry.quality;

import java.time.Duration;

/**
 * Something that a contract promises of the records of a port and that can be measured while they
 * come.
 *
 * @param id unique within the contract, the same as long as the contract says the same
 * @param name as people know it: the rule's own name, or what it is about
 * @param field the dotted path that it is about; empty: whole records
 * @param window over which stretch of the past it is measured
 * @param dimension the standard's word, such as completeness; may be empty
 * @param severity the author's own word; may be empty
 */
public record Objective(
    String id,
    String name,
    String field,
    Measure measure,
    Limit limit,
    Unit unit,
    Duration window,
    String dimension,
    String severity) {

  /** What is measured. */
  public enum Measure {
    /** From the time in the field, or from the record's own, until it can be read. */
    LATENCY,
    /** The age of the newest record, or of the newest time in the field. */
    FRESHNESS,
    /** How many records come in a period. */
    VOLUME,
    /** The share of records that went to quarantine. */
    ERROR_RATE,
    /** The share of records in which the fields have a value. */
    COMPLETENESS,
    /** Records without a value in the field. */
    NULL_VALUES,
    /** Records with one of the values that stand for none. */
    MISSING_VALUES,
    /** Records with a value that is not a valid one. */
    INVALID_VALUES,
    /** Records whose values came before. */
    DUPLICATE_VALUES,
    /** Records that do not keep a rule in CEL. */
    EXPRESSION,
    /** The number that a query in SQL gives of the records. */
    QUERY
  }

  Objective withId(String other) {
    return new Objective(other, name, field, measure, limit, unit, window, dimension, severity);
  }

  /** The promise for people: {@code at most 1 h, for 99 of 100 records}. */
  public String promised() {
    var plain = limit.text(unit);
    return switch (measure) {
      case LATENCY -> plain + " for 99 of 100 records";
      case FRESHNESS -> plain + " since the newest";
      case VOLUME -> plain + " in " + Unit.text(window);
      default -> plain + " within " + Unit.text(window);
    };
  }
}
