package dev.weft.policy.ranger.script;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;

/** How the script's language sees values: what is true, what is equal, what a text looks like. */
final class Values {
  private Values() {}

  /** A value of ours in the script's words. */
  static Object of(Object value) {
    if (value == null) {
      return Nothing.NULL;
    }
    return value instanceof Number number ? (Object) number.doubleValue() : value;
  }

  static boolean isNothing(Object value) {
    return value instanceof Nothing;
  }

  static boolean isTrue(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof Double number) {
      return number != 0 && !number.isNaN();
    }
    return value instanceof String text ? !text.isEmpty() : !isNothing(value);
  }

  static double number(Object value) {
    if (value instanceof Double number) {
      return number;
    }
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof String text) {
      return parsed(text.strip());
    }
    return value == Nothing.NULL ? 0 : Double.NaN;
  }

  private static double parsed(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return new BigDecimal(text).doubleValue();
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  static String text(Object value) {
    if (value instanceof Nothing nothing) {
      return nothing.name().toLowerCase(java.util.Locale.ROOT);
    }
    if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
      return String.valueOf(number.longValue());
    }
    if (value instanceof Collection<?> all) {
      return String.join(",", all.stream().map(Values::text).toList());
    }
    return String.valueOf(value);
  }

  static boolean same(Object one, Object other) {
    if (one instanceof Map || one instanceof Collection) {
      return one == other;
    }
    return one.equals(other);
  }

  /** Equality that lets a text be a number. */
  static boolean alike(Object one, Object other) {
    if (isNothing(one) || isNothing(other)) {
      return isNothing(one) && isNothing(other);
    }
    if (one.getClass() == other.getClass() || (isMany(one) && isMany(other))) {
      return same(one, other);
    }
    if (isMany(one) || isMany(other)) {
      return text(one).equals(text(other));
    }
    return number(one) == number(other);
  }

  private static boolean isMany(Object value) {
    return value instanceof Map || value instanceof Collection;
  }

  /** Less than nothing, zero or more than nothing as the first is to the second; NaN if unknown. */
  static double compare(Object one, Object other) {
    if (one instanceof String text && other instanceof String otherText) {
      return text.compareTo(otherText);
    }
    return number(one) - number(other);
  }

  static Object plus(Object one, Object other) {
    if (one instanceof String || other instanceof String || isMany(one) || isMany(other)) {
      return text(one) + text(other);
    }
    return number(one) + number(other);
  }
}
