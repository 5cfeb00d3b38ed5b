package dev.weft.flow;

import dev.weft.model.DataRecord;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the key of a record: of one field its value as text, of several a JSON object of them, in
 * the order of the setting. For one thread.
 */
final class RecordKeys {
  private final List<String> fields;
  private final JsonBytes json = new JsonBytes();

  /** No fields: records have no key. */
  RecordKeys(List<String> fields) {
    this.fields = fields;
  }

  boolean isKeyed() {
    return !fields.isEmpty();
  }

  /** The first field of the key that the record has no value for. */
  Optional<String> missing(DataRecord record) {
    for (var field : fields) {
      if (record.get(field) == null) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /** The key; all fields must be there. */
  byte[] of(DataRecord record) {
    if (fields.size() > 1) {
      var values = new LinkedHashMap<String, Object>();
      fields.forEach(field -> values.put(field, record.get(field)));
      return json.ofMap(values);
    }
    var value = record.get(fields.get(0));
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    return value instanceof Map || value instanceof List
        ? json.ofMap(Map.of(fields.get(0), value))
        : JsonBytes.text(value).getBytes(StandardCharsets.UTF_8);
  }
}
