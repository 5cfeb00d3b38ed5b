package dev.weft.registry.quality;

import dev.weft.model.Contract.QualityRule;
import dev.weft.model.DataRecord;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Whether one record counts against an objective. */
interface RecordTest extends Predicate<DataRecord> {

  static RecordTest nullValue(FieldPath field) {
    return record -> field.in(record) == null;
  }

  /** Not all of the fields have a value. */
  static RecordTest incomplete(List<FieldPath> fields) {
    return record -> fields.stream().anyMatch(field -> field.in(record) == null);
  }

  static RecordTest missingValue(QualityRule rule, FieldPath field) {
    var missing = RuleArguments.texts(rule, "missingValues");
    return record -> missing.contains(Objects.toString(field.in(record)));
  }

  /** A value that is there and neither of the list nor of the pattern. */
  static RecordTest invalidValue(QualityRule rule, FieldPath field, String path) {
    var valid = RuleArguments.texts(rule, "validValues");
    var pattern = RuleArguments.pattern(rule, path);
    return record -> {
      var value = field.in(record);
      if (value == null) {
        return false;
      }
      var text = value.toString();
      return (!valid.isEmpty() && !valid.contains(text))
          || (pattern.isPresent() && !BoundedText.find(pattern.get(), text));
    };
  }
}
