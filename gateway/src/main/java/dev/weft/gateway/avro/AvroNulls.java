package dev.weft.gateway.avro;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** Leaves out nulls where a schema does not know the field, or allows no null there. */
final class AvroNulls {
  private AvroNulls() {}

  static Map<String, Object> leaveOut(Schema record, Map<?, ?> fields) {
    var left = new LinkedHashMap<String, Object>();
    fields.forEach(
        (key, value) -> {
          var name = String.valueOf(key);
          var field = record.getField(name);
          if (value != null || (field != null && field.schema().isNullable())) {
            left.put(name, field == null ? value : value(field.schema(), value));
          }
        });
    return left;
  }

  private static Object value(Schema schema, Object value) {
    if (value instanceof List<?> items) {
      var left = new ArrayList<Object>();
      var type = branch(schema, Schema.Type.ARRAY);
      items.forEach(item -> left.add(type == null ? item : value(type.getElementType(), item)));
      return left;
    }
    if (value instanceof Map<?, ?> fields) {
      var record = branch(schema, Schema.Type.RECORD);
      if (record != null) {
        return leaveOut(record, fields);
      }
      var map = branch(schema, Schema.Type.MAP);
      var left = new LinkedHashMap<String, Object>();
      fields.forEach(
          (key, each) ->
              left.put(String.valueOf(key), map == null ? each : value(map.getValueType(), each)));
      return left;
    }
    return value;
  }

  /** The schema itself or the first of its branches that is of this type; null if none is. */
  private static Schema branch(Schema schema, Schema.Type type) {
    if (!schema.isUnion()) {
      return schema.getType() == type ? schema : null;
    }
    return schema.getTypes().stream()
        .filter(each -> each.getType() == type)
        .findFirst()
        .orElse(null);
  }
}
