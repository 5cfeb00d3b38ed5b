package dev.weft.spi;

import dev.weft.model.DataRecord;
import java.util.Map;
import java.util.Set;

/**
 * The one expression language (CEL). Compiling parses and type-checks; problems carry the column
 * within the text and are thrown as {@link dev.weft.model.ProblemException}.
 */
public interface Expressions {
  /** An expression over {@code record} (the fields) and {@code attributes} (strings). */
  Compiled compile(String text);

  /** Ready to run, from any thread. */
  interface Compiled {
    /**
     * The value, as a {@link DataRecord} holds values.
     *
     * @throws EvaluationException when a field is missing or a type is wrong
     */
    Object evaluate(DataRecord record, Map<String, String> attributes) throws EvaluationException;

    /** Whether the value is exactly true; false for anything else, errors included. */
    boolean isTrue(DataRecord record, Map<String, String> attributes);

    /** The dotted paths below {@code record} that it reads, for lineage. */
    Set<String> fields();
  }

  /** The expression could not be evaluated for this record; the message says why. */
  final class EvaluationException extends Exception {
    public EvaluationException(String message) {
      super(message);
    }
  }
}
