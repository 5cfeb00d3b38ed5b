package dev.weft.policy.cel;

import java.math.BigDecimal;

/** {@code left < right} and its kin, for numbers, texts and truths. */
record Order(Node left, Node right, Is is) implements Node {
  /** Stands for the outcome when one side is not a number. */
  private static final int UNORDERED = 2;

  /** Which comparison. */
  enum Is {
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    boolean holds(int comparison) {
      if (comparison == UNORDERED) {
        return false;
      }
      return switch (this) {
        case LESS -> comparison < 0;
        case LESS_OR_EQUAL -> comparison <= 0;
        case GREATER -> comparison > 0;
        case GREATER_OR_EQUAL -> comparison >= 0;
      };
    }
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
    if (areNumbers(one, other)) {
      return is.holds(compareNumbers(one, other));
    }
    if (one instanceof String text && other instanceof String text2) {
      return is.holds(Integer.signum(text.compareTo(text2)));
    }
    if (one instanceof Boolean truth && other instanceof Boolean truth2) {
      return is.holds(truth.compareTo(truth2));
    }
    return Failure.TYPES;
  }

  static boolean areNumbers(Object one, Object other) {
    return (one instanceof Long || one instanceof Double)
        && (other instanceof Long || other instanceof Double);
  }

  /** Exact, also between integers and doubles; NaN is in no order with doubles. */
  static int compareNumbers(Object one, Object other) {
    if (one instanceof Long a && other instanceof Long b) {
      return a.compareTo(b);
    }
    var a = ((Number) one).doubleValue();
    var b = ((Number) other).doubleValue();
    if (one instanceof Double && other instanceof Double) {
      return Double.isNaN(a) || Double.isNaN(b) ? UNORDERED : a < b ? -1 : a > b ? 1 : 0;
    }
    refuseOddities(one);
    refuseOddities(other);
    return a < b ? -1 : a > b ? 1 : exact(one).compareTo(exact(other));
  }

  /** Where integers meet NaN or a negative zero, the library has rules of its own. */
  static void refuseOddities(Object number) {
    if (number instanceof Double value
        && (value.isNaN() || value.isInfinite() || value.equals(-0.0))) {
      throw new Unusual();
    }
  }

  /** A long beyond 2^53 may equal a double only because it was rounded. */
  private static BigDecimal exact(Object number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal((Double) number);
  }
}
