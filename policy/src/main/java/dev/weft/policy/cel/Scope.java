package dev.weft.policy.cel;

import java.util.Map;

/**
 * What one evaluation can see. Values are as a {@link dev.weft.model.DataRecord} holds them; {@link
 * RecordValues} turns them into those that CEL knows.
 */
public interface Scope {
  /** Stands for a field that is not there. */
  Object MISSING = new Object();

  /** The value below {@code record}: null, a value, or {@link #MISSING}. */
  Object field(FieldPath path);

  /** The whole record, for the library. */
  Map<String, Object> record();

  /** The other variable, its values already those of CEL; for languages with one. */
  Map<String, Object> other();

  /** What stands for a variable that is not {@code record}: already CEL's values. */
  default Object variable(String name) {
    return other();
  }
}
