package dev.weft.gateway.write;

import dev.weft.model.DataRecord;
import dev.weft.spi.FieldObserver.FieldSample;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fields in some records that nobody has looked at yet, with samples. Nulls are no samples: a
 * field is new with its first value. For one thread.
 */
public final class NewFields {
  /** Fields beyond so many in one request stay unknown, and so closed to most readers. */
  private static final int FIELDS_MAX = 1_000;

  private static final int VALUES_MAX = 100;
  private static final int VALUE_CHARACTERS_MAX = 200;

  private record Sample(String type, List<String> values) {}

  private final Set<String> known;
  private final Map<String, Sample> found = new LinkedHashMap<>();

  /**
   * @param known the paths of the fields that have been looked at
   */
  public NewFields(Set<String> known) {
    this.known = known;
  }

  public void look(DataRecord record) {
    object(record.fields(), "");
  }

  /** The samples by dotted path; empty when there is nothing new. */
  public Map<String, FieldSample> samples() {
    var samples = new LinkedHashMap<String, FieldSample>();
    found.forEach((path, sample) -> samples.put(path, new FieldSample(sample.type, sample.values)));
    return samples;
  }

  private void object(Map<?, ?> fields, String prefix) {
    fields.forEach((name, value) -> value(value, prefix + name));
  }

  /** The elements of an array have the array's path. */
  private void value(Object value, String path) {
    if (value instanceof List<?> list) {
      list.forEach(item -> value(item, path));
    } else if (value != null) {
      take(value, path);
      if (value instanceof Map<?, ?> fields) {
        object(fields, path + ".");
      }
    }
  }

  private void take(Object value, String path) {
    if (known.contains(path)) {
      return;
    }
    var sample = found.get(path);
    if (sample == null) {
      if (found.size() >= FIELDS_MAX) {
        return;
      }
      sample = new Sample(type(value), new ArrayList<>());
      found.put(path, sample);
    }
    if (!(value instanceof Map) && sample.values.size() < VALUES_MAX) {
      var text = value.toString();
      sample.values.add(text.substring(0, Math.min(text.length(), VALUE_CHARACTERS_MAX)));
    }
  }

  private static String type(Object value) {
    if (value instanceof Map) {
      return "object";
    }
    if (value instanceof Boolean) {
      return "boolean";
    }
    if (value instanceof Long || (value instanceof BigDecimal number && number.scale() <= 0)) {
      return "integer";
    }
    return value instanceof Number ? "number" : "string";
  }
}
