package dev.weft.registry.quality;

import dev.weft.model.DataRecord;
import java.util.List;
import java.util.Map;

/** Where in a record a field stands: names of objects within objects. */
record FieldPath(List<String> names) {
  static FieldPath of(String dotted) {
    return new FieldPath(List.of(dotted.split("\\.")));
  }

  /** The value; null when it or an object on the way to it is not there. */
  Object in(DataRecord record) {
    Object value = record.fields();
    for (var name : names) {
      if (!(value instanceof Map<?, ?> object)) {
        return null;
      }
      value = object.get(name);
    }
    return value;
  }
}
