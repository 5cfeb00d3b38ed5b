package dev.weft.model;

import dev.weft.model.json.JsonFields;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One record of data in a flow: named fields in order. A value is null, String, Boolean, Long,
 * Double, BigDecimal, Instant, LocalDate, LocalTime, LocalDateTime, byte[], a List of values, or a
 * Map from name to value. One that came as JSON keeps its bytes: {@link JsonFields}.
 */
public record DataRecord(Map<String, Object> fields) {
  public DataRecord {
    fields = fields instanceof JsonFields ? fields : Collections.unmodifiableMap(fields);
  }

  public Object get(String field) {
    return fields.get(field);
  }

  /** A copy with one field set; an existing field keeps its place. */
  public DataRecord with(String field, Object value) {
    if (fields instanceof JsonFields json) {
      var changed = json.with(field, value);
      if (changed.isPresent()) {
        return new DataRecord(changed.get());
      }
    }
    var copy = new LinkedHashMap<>(fields);
    copy.put(field, value);
    return new DataRecord(copy);
  }
}
