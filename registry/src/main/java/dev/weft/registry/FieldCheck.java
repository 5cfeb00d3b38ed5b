package dev.weft.registry;

import dev.weft.model.Contract.Field;
import dev.weft.model.json.JsonFields;
import dev.weft.model.json.JsonShape;
import dev.weft.registry.ContractChecks.Violations;
import java.util.List;
import java.util.Map;

/** The compiled promise of one field, with those of the fields or elements within it. */
final class FieldCheck {
  private final String name;
  private final String path;
  private final boolean required;
  private final LogicalType type;
  private final List<ValueRule> rules;
  private final List<FieldCheck> properties;
  private final FieldCheck element;
  private Place last;

  /** Where the field stands in records of a shape; below 0 when it does not. */
  private record Place(JsonShape shape, int index) {}

  private FieldCheck(Field field, String path) {
    this.name = field.name();
    this.path = path;
    this.required = field.required() || QualityRules.forbidNull(field.quality());
    this.type = LogicalType.of(field.logicalType(), path);
    this.rules = ValueRule.all(field, path);
    this.properties = all(field.properties(), path);
    this.element = field.items() == null ? null : new FieldCheck(field.items(), path);
  }

  static List<FieldCheck> all(List<Field> fields, String parent) {
    return fields.stream()
        .map(field -> new FieldCheck(field, below(parent, field.name())))
        .toList();
  }

  /** The path of a field; the elements of an array have the array's path. */
  private static String below(String parent, String name) {
    return parent.isEmpty() ? name : parent + "." + name;
  }

  void check(Map<?, ?> holder, Violations violations) {
    if (holder instanceof JsonFields json) {
      checkUndecoded(json, violations);
    } else {
      checkValue(holder.get(name), violations);
    }
  }

  private void checkUndecoded(JsonFields json, Violations violations) {
    var field = indexIn(json.shape());
    if (field < 0) {
      checkValue(null, violations);
    } else if (!rules.isEmpty() || !type.acceptsAll(json.kind(field))) {
      checkValue(json.value(field), violations);
    }
  }

  /** Records that follow one another mostly have the same shape. Threads may look up twice. */
  @SuppressWarnings("ReferenceEquality") // Equal shapes are the same one.
  private int indexIn(JsonShape shape) {
    var found = last;
    if (found == null || found.shape != shape) {
      found = new Place(shape, shape.indexOf(name));
      last = found;
    }
    return found.index;
  }

  private void checkValue(Object value, Violations violations) {
    if (value == null) {
      if (required) {
        violations.add(path, "required", "'" + path + "' is required and has no value.");
      }
      return;
    }
    if (!type.accepts(value)) {
      violations.add(path, "type", "'" + path + "' must be " + type.article() + ".");
      return;
    }
    for (var rule : rules) {
      if (!rule.test().test(value)) {
        violations.add(path, rule.name(), "'" + path + "' must " + rule.promise() + ".");
      }
    }
    within(value, violations);
  }

  private void within(Object value, Violations violations) {
    if (value instanceof Map<?, ?> object) {
      for (var property : properties) {
        property.check(object, violations);
      }
    } else if (value instanceof List<?> list && element != null) {
      for (var item : list) {
        element.checkValue(item, violations);
      }
    }
  }
}
