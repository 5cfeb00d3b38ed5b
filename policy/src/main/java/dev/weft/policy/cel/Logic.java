package dev.weft.policy.cel;

/**
 * Logic in which one side can decide alone: {@code false && x} is false and {@code true || x} is
 * true even if x has no value.
 */
final class Logic {
  private Logic() {}

  /** {@code left && right} */
  record And(Node left, Node right) implements Node {
    @Override
    public Object value(Scope scope) {
      var one = left.value(scope);
      if (Boolean.FALSE.equals(one)) {
        return one;
      }
      if (!isTruthOrFailure(one)) {
        return Failure.TYPES;
      }
      var other = right.value(scope);
      if (Boolean.FALSE.equals(other)) {
        return other;
      }
      return Boolean.TRUE.equals(one) && Boolean.TRUE.equals(other)
          ? (Object) true
          : failure(one, other);
    }
  }

  /** {@code left || right} */
  record Or(Node left, Node right) implements Node {
    @Override
    public Object value(Scope scope) {
      var one = left.value(scope);
      if (Boolean.TRUE.equals(one)) {
        return one;
      }
      if (!isTruthOrFailure(one)) {
        return Failure.TYPES;
      }
      var other = right.value(scope);
      if (Boolean.TRUE.equals(other)) {
        return other;
      }
      return Boolean.FALSE.equals(one) && Boolean.FALSE.equals(other)
          ? (Object) false
          : failure(one, other);
    }
  }

  /** {@code !operand} */
  record Not(Node operand) implements Node {
    @Override
    public Object value(Scope scope) {
      var value = operand.value(scope);
      return value instanceof Boolean truth ? Boolean.valueOf(!truth) : failure(value, value);
    }
  }

  /** {@code condition ? yes : no} */
  record Conditional(Node condition, Node yes, Node no) implements Node {
    @Override
    public Object value(Scope scope) {
      var value = condition.value(scope);
      return value instanceof Boolean truth
          ? (truth ? yes : no).value(scope)
          : failure(value, value);
    }

    @Override
    public Object result(Scope scope) {
      var value = condition.value(scope);
      return value instanceof Boolean truth
          ? (truth ? yes : no).result(scope)
          : failure(value, value);
    }
  }

  /** What is neither is a mistake of types, which the other side cannot make good. */
  private static boolean isTruthOrFailure(Object value) {
    return value instanceof Boolean || value instanceof Failure;
  }

  private static Failure failure(Object one, Object other) {
    if (one instanceof Failure failure) {
      return failure;
    }
    return other instanceof Failure failure ? failure : Failure.TYPES;
  }
}
