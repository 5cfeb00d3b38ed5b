package dev.weft.tools.classify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Some values of each field of a file, every value with the same chance (Vitter's algorithm R), so
 * that the end of the file counts as much as its beginning. Paths are dotted; elements of lists add
 * nothing to them. At most 5,000 fields; what is beyond is counted, not looked at.
 */
final class FieldSamples {
  static final int VALUES_MAX = 200;
  static final int FIELDS_MAX = 5_000;
  private static final int LENGTH_MAX = 2_000;
  private static final int DEPTH_MAX = 20;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Map<String, Sample> samples = new LinkedHashMap<>();
  private long records;
  private long leftOut;

  /** One field: its type as far as seen, some values, and how many there were. */
  static final class Sample {
    private String type = "null";
    private final List<String> values = new ArrayList<>();
    private long seen;

    String type() {
      return type;
    }

    List<String> values() {
      return values;
    }
  }

  void add(Object record) {
    records++;
    if (record instanceof Map<?, ?> fields) {
      fields.forEach((name, value) -> add(String.valueOf(name), value, 0));
    } else {
      add("value", record, 0);
    }
  }

  long records() {
    return records;
  }

  long leftOut() {
    return leftOut;
  }

  Map<String, Sample> samples() {
    return samples;
  }

  private void add(String path, Object value, int depth) {
    if (depth > DEPTH_MAX || (samples.size() >= FIELDS_MAX && !samples.containsKey(path))) {
      leftOut++;
      return;
    }
    var sample = samples.computeIfAbsent(path, any -> new Sample());
    if (value instanceof List<?> list) {
      sample.type = "array";
      list.forEach(element -> add(path, element, depth + 1));
    } else if (value instanceof Map<?, ?> fields) {
      sample.type = sample.type.equals("array") ? "array" : "object";
      fields.forEach((name, each) -> add(path + "." + name, each, depth + 1));
    } else if (value != null) {
      sample.type = sample.type.equals("array") ? "array" : type(value, sample.type);
      keep(sample, String.valueOf(value));
    }
  }

  private void keep(Sample sample, String value) {
    if (value.isBlank()) {
      return;
    }
    sample.seen++;
    var kept = value.length() > LENGTH_MAX ? value.substring(0, LENGTH_MAX) : value;
    if (sample.values.size() < VALUES_MAX) {
      sample.values.add(kept);
    } else {
      var at = random.nextLong(sample.seen);
      if (at < VALUES_MAX) {
        sample.values.set((int) at, kept);
      }
    }
  }

  /** Once a text always a text: the column is not what its first value looked like. */
  private static String type(Object value, String before) {
    if (before.equals("string") || !(value instanceof Number || value instanceof Boolean)) {
      return "string";
    }
    return value instanceof Boolean
        ? "boolean"
        : value instanceof Long || value instanceof Integer ? "integer" : "number";
  }
}
