package dev.weft.spi;

import dev.weft.model.Contract;
import dev.weft.model.DataRecord;
import java.util.List;

/** Checks records against a port's contract. Safe for any thread. */
public interface RecordCheck {
  /** What is wrong with the record; empty when it keeps the contract. */
  List<Violation> check(DataRecord record);

  /**
   * One broken promise: the field's path, the rule ({@code required}, {@code type}, ...), a
   * sentence.
   */
  record Violation(String path, String rule, String message) {}

  /** Makes checks from contracts. */
  interface Factory {
    RecordCheck of(Contract contract);
  }
}
