package dev.weft.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.spi.FieldObserver.FieldSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records from JSON, and samples of each field by its dotted path. */
final class FieldSampling {
  private static final int DEPTH_MAX = 20;

  private FieldSampling() {}

  /** A JSON value as a {@link DataRecord} holds values. */
  static Object value(JsonNode node) {
    if (node.isObject()) {
      var map = new LinkedHashMap<String, Object>();
      node.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
      return map;
    }
    if (node.isArray()) {
      var list = new ArrayList<>();
      node.forEach(item -> list.add(value(item)));
      return list;
    }
    if (node.isNull()) {
      return null;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    return node.isNumber() ? node.decimalValue() : node.asText();
  }

  /** Up to {@code max} values of each field of the records. */
  static Map<String, FieldSample> of(List<DataRecord> records, int max) {
    var types = new LinkedHashMap<String, String>();
    var values = new LinkedHashMap<String, List<String>>();
    records.forEach(record -> collect("", record.fields(), types, values, max, 0));
    var samples = new LinkedHashMap<String, FieldSample>();
    types.forEach((path, type) -> samples.put(path, new FieldSample(type, values.get(path))));
    return samples;
  }

  private static void collect(
      String prefix,
      Map<?, ?> fields,
      Map<String, String> types,
      Map<String, List<String>> values,
      int max,
      int depth) {
    fields.forEach((name, value) -> sample(prefix + name, value, types, values, max, depth));
  }

  private static void sample(
      String path,
      Object value,
      Map<String, String> types,
      Map<String, List<String>> values,
      int max,
      int depth) {
    if (depth > DEPTH_MAX) {
      return;
    }
    if (value instanceof List<?> list) {
      list.forEach(item -> sample(path, item, types, values, max, depth + 1));
      types.putIfAbsent(path, "array");
      values.computeIfAbsent(path, any -> new ArrayList<>());
      return;
    }
    types.merge(path, type(value), (before, now) -> before.equals("null") ? now : before);
    var kept = values.computeIfAbsent(path, any -> new ArrayList<>());
    if (value instanceof Map<?, ?> map) {
      collect(path + ".", map, types, values, max, depth + 1);
    } else if (value != null && kept.size() < max) {
      kept.add(String.valueOf(value));
    }
  }

  private static String type(Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Map) {
      return "object";
    }
    if (value instanceof Boolean) {
      return "boolean";
    }
    if (value instanceof Long) {
      return "integer";
    }
    return value instanceof Number ? "number" : "string";
  }
}
