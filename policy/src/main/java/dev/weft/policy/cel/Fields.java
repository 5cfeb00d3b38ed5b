package dev.weft.policy.cel;

import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Map;

/** Reads values of the record and of the other variable. */
final class Fields {
  private Fields() {}

  /** {@code record.a.b} */
  record Get(FieldPath path) implements Node {
    @Override
    public Object value(Scope scope) {
      var value = scope.field(path);
      if (value instanceof String || value instanceof Long || value instanceof Double) {
        return value;
      }
      if (value == null) {
        return NullValue.NULL_VALUE;
      }
      return value == Scope.MISSING ? Failure.MISSING : usual(RecordValues.toCel(value));
    }

    /** The field's own value, so that passing it on loses no digit and no type. */
    @Override
    public Object result(Scope scope) {
      var value = scope.field(path);
      return value == Scope.MISSING ? Failure.MISSING : value;
    }
  }

  /** {@code has(record.a.b)}; what is missing further up is the library's to judge. */
  record Has(FieldPath path) implements Node {
    @Override
    public Object value(Scope scope) {
      if (scope.field(path) != Scope.MISSING) {
        return true;
      }
      if (path.names().size() > 1) {
        throw new Unusual();
      }
      return false;
    }
  }

  /** {@code user.name}, {@code tag.attributes.level} */
  record OtherGet(String variable, List<String> names) implements Node {
    OtherGet {
      names = List.copyOf(names);
    }

    @Override
    public Object value(Scope scope) {
      var value = scope.variable(variable);
      for (var name : names) {
        if (!(value instanceof Map<?, ?> map)) {
          return Failure.MISSING;
        }
        value = map.get(name);
      }
      return value == null ? Failure.MISSING : usual(value);
    }
  }

  /** {@code has(user.name)} */
  record OtherHas(String variable, String name) implements Node {
    @Override
    public Object value(Scope scope) {
      return scope.variable(variable) instanceof Map<?, ?> map
          ? (Object) map.containsKey(name)
          : Failure.TYPES;
    }
  }

  /** A variable as it is: {@code value}. */
  record OtherWhole(String variable) implements Node {
    @Override
    public Object value(Scope scope) {
      return usual(scope.variable(variable));
    }
  }

  private static Object usual(Object value) {
    if (value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Double
        || value instanceof NullValue
        || value instanceof List
        || value instanceof Map) {
      return value;
    }
    throw new Unusual();
  }
}
