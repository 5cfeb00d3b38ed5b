package dev.weft.policy.cel;

import java.util.List;
import java.util.Map;

/** {@code left + right} and its kin. Both sides have one type; an overflow has no value. */
record Arithmetic(Node left, Node right, Operation operation) implements Node {

  /** Which one. */
  enum Operation {
    PLUS,
    MINUS,
    TIMES,
    DIVIDED_BY,
    MODULO
  }

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
    if (one instanceof Long a && other instanceof Long b) {
      return integers(a, b);
    }
    if (one instanceof Double a && other instanceof Double b) {
      return doubles(a, b);
    }
    return others(one, other);
  }

  private Object others(Object one, Object other) {
    if (one instanceof String a && other instanceof String b && operation == Operation.PLUS) {
      return a + b;
    }
    if (one instanceof List
        || other instanceof List
        || one instanceof Map
        || other instanceof Map) {
      throw new Unusual();
    }
    return Failure.TYPES;
  }

  private Object integers(long a, long b) {
    try {
      return switch (operation) {
        case PLUS -> Math.addExact(a, b);
        case MINUS -> Math.subtractExact(a, b);
        case TIMES -> Math.multiplyExact(a, b);
        case DIVIDED_BY -> b == -1 ? Math.negateExact(a) : a / b;
        case MODULO -> a == Long.MIN_VALUE ? unusual() : a % b;
      };
    } catch (ArithmeticException e) {
      return Failure.ARITHMETIC;
    }
  }

  private static long unusual() {
    throw new Unusual();
  }

  private Object doubles(double a, double b) {
    return switch (operation) {
      case PLUS -> a + b;
      case MINUS -> a - b;
      case TIMES -> a * b;
      case DIVIDED_BY -> a / b;
      case MODULO -> Failure.TYPES;
    };
  }

  /** {@code -operand} */
  record Negative(Node operand) implements Node {
    @Override
    public Object value(Scope scope) {
      var value = operand.value(scope);
      if (value instanceof Double number) {
        return -number;
      }
      if (value instanceof Long number) {
        return number == Long.MIN_VALUE ? Failure.ARITHMETIC : (Object) (-number);
      }
      return value instanceof Failure ? value : Failure.TYPES;
    }
  }
}
