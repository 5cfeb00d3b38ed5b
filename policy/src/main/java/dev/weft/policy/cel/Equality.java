package dev.weft.policy.cel;

import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Map;

/**
 * {@code left == right}, or its opposite. Numbers are equal by value whatever their type; values of
 * different types are not equal, which is no failure.
 */
record Equality(Node left, Node right, boolean wanted) implements Node {
  @Override
  public Object value(Scope scope) {
    var one = left.value(scope);
    if (one instanceof Failure) {
      return one;
    }
    var other = right.value(scope);
    if (other instanceof Failure) {
      return other;
    }
    return areEqual(one, other) == wanted;
  }

  static boolean areEqual(Object one, Object other) {
    if (one instanceof String || one instanceof Boolean || one instanceof NullValue) {
      return one.equals(other);
    }
    if (one instanceof Long || one instanceof Double) {
      return Order.areNumbers(one, other) && areEqualNumbers((Number) one, (Number) other);
    }
    if (one instanceof List<?> list) {
      return other instanceof List<?> others && areEqual(list, others);
    }
    if (other instanceof Map<?, ?>) {
      throw new Unusual();
    }
    return false;
  }

  /** An integer and a double are compared as doubles, which is what the library does. */
  private static boolean areEqualNumbers(Number one, Number other) {
    if (one instanceof Long && other instanceof Long) {
      return one.equals(other);
    }
    if (one instanceof Long || other instanceof Long) {
      Order.refuseOddities(one);
      Order.refuseOddities(other);
    }
    return one.doubleValue() == other.doubleValue();
  }

  private static boolean areEqual(List<?> one, List<?> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (var i = 0; i < one.size(); i++) {
      if (!areEqual(one.get(i), other.get(i))) {
        return false;
      }
    }
    return true;
  }
}
