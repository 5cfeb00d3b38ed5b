package dev.weft.policy.cel;

import java.util.List;
import java.util.Map;

/** A path below {@code record}: {@code address.city}. */
public record FieldPath(String dotted, List<String> names) {
  static FieldPath of(List<String> names) {
    return new FieldPath(String.join(".", names), List.copyOf(names));
  }

  /** The value at this path, or {@link Scope#MISSING} when anything on the way is not there. */
  public Object in(Map<?, ?> fields) {
    Object value = fields;
    for (var name : names) {
      if (!(value instanceof Map<?, ?> map)) {
        return Scope.MISSING;
      }
      value = map.get(name);
      if (value == null && !map.containsKey(name)) {
        return Scope.MISSING;
      }
    }
    return value;
  }
}
