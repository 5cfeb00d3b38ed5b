package dev.weft.registry;

import dev.weft.model.Contract.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One limit on a value that already has the right type.
 *
 * @param name the key of the contract that sets it, such as {@code maximum}
 * @param promise what the value must do, to follow "must": {@code be at most 10}
 */
record ValueRule(String name, String promise, Predicate<Object> test) {

  /** All limits on a field. */
  static List<ValueRule> all(Field field, String path) {
    var type = LogicalType.of(field.logicalType(), path);
    var options = new Options(field.logicalTypeOptions(), path);
    var rules = new ArrayList<ValueRule>();
    if (type.temporal()) {
      rules.addAll(TemporalRules.of(type, options));
    }
    switch (type) {
      case STRING -> rules.addAll(TextRules.of(options));
      case INTEGER, NUMBER -> rules.addAll(NumberRules.of(options));
      case OBJECT, ARRAY -> rules.addAll(SizeRules.of(options));
      default -> {}
    }
    options.oneOf().ifPresent(rules::add);
    rules.addAll(QualityRules.of(field.quality(), path));
    return List.copyOf(rules);
  }
}
