package dev.weft.policy.cel;

/**
 * One operator of a compiled expression. Safe for any thread.
 *
 * <p>Values are those of CEL ({@code NullValue}, Boolean, Long, Double, String, List, Map) or a
 * {@link Failure}. A node that meets any other throws {@link Unusual}, and the library takes over.
 */
interface Node {
  Object value(Scope scope);

  /** As {@link #value}, but a field's value is given back as the record holds it. */
  default Object result(Scope scope) {
    return value(scope);
  }
}
