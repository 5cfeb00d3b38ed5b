package dev.weft.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One record of data in a flow: named fields in order. A value is null, String, Boolean, Long,
 * Double, BigDecimal, Instant, LocalDate, LocalTime, LocalDateTime, byte[], a List of values, or a
 * Map from name to value.
 */
public record DataRecord(Map<String, Object> fields) {
  public DataRecord {
    fields = Collections.unmodifiableMap(fields);
  }

  public Object get(String field) {
    return fields.get(field);
  }

  /** A copy with one field set; an existing field keeps its place. */
  public DataRecord with(String field, Object value) {
    var copy = new LinkedHashMap<>(fields);
    copy.put(field, value);
    return new DataRecord(copy);
  }
}
