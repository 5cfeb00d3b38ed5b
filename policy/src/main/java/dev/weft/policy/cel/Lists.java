package dev.weft.policy.cel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists, and what is asked of them and of maps. */
final class Lists {
  private Lists() {}

  /** {@code [a, b]} */
  record Literal(List<Node> elements) implements Node {
    @Override
    public Object value(Scope scope) {
      var values = new ArrayList<Object>(elements.size());
      for (var element : elements) {
        var value = element.value(scope);
        if (value instanceof Failure) {
          return value;
        }
        values.add(value);
      }
      return values;
    }
  }

  /** {@code element in container} */
  record In(Node element, Node container) implements Node {
    @Override
    public Object value(Scope scope) {
      var one = element.value(scope);
      if (one instanceof Failure) {
        return one;
      }
      var all = container.value(scope);
      if (all instanceof List<?> list) {
        return contains(list, one);
      }
      if (all instanceof Map<?, ?>) {
        throw new Unusual();
      }
      return all instanceof Failure ? all : Failure.TYPES;
    }

    private static boolean contains(List<?> list, Object one) {
      for (var candidate : list) {
        if (Equality.areEqual(one, candidate)) {
          return true;
        }
      }
      return false;
    }
  }

  /** {@code size(operand)}: characters of a text, elements of a list, entries of a map. */
  record Size(Node operand) implements Node {
    @Override
    public Object value(Scope scope) {
      var value = operand.value(scope);
      if (value instanceof String text) {
        return (long) text.codePointCount(0, text.length());
      }
      if (value instanceof List<?> list) {
        return (long) list.size();
      }
      if (value instanceof Map<?, ?> map) {
        return (long) map.size();
      }
      return value instanceof Failure ? value : Failure.TYPES;
    }
  }
}
