package dev.weft.processors.connect;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;

/**
 * Values of Connect as values of a {@link dev.weft.model.DataRecord}. The schema's name says what a
 * value means: Connect's own logical types, and those of Debezium ({@link DebeziumTypes}).
 */
final class ConnectValues {
  private ConnectValues() {}

  /** The fields of a structure or a map; anything else is the only field. */
  static Map<String, Object> fields(Schema schema, Object value, String otherwise) {
    var read = of(schema, value);
    if (read instanceof Map<?, ?> map) {
      var fields = new LinkedHashMap<String, Object>();
      map.forEach((name, each) -> fields.put(String.valueOf(name), each));
      return fields;
    }
    var only = new LinkedHashMap<String, Object>();
    only.put(otherwise, read);
    return only;
  }

  /** The value; {@code schema} is null for values without one. */
  static Object of(Schema schema, Object value) {
    if (value == null) {
      return null;
    }
    if (schema != null && schema.name() != null) {
      var known = DebeziumTypes.read(schema.name(), value);
      if (known.isPresent()) {
        return known.get();
      }
    }
    if (value instanceof Struct struct) {
      return structure(struct);
    }
    if (value instanceof Map<?, ?> map) {
      return map(schema, map);
    }
    if (value instanceof Collection<?> list) {
      return list(schema, list);
    }
    return value instanceof java.util.Date date ? time(schema, date) : scalar(value);
  }

  private static Object scalar(Object value) {
    if (value instanceof String || value instanceof Boolean || value instanceof BigDecimal) {
      return value;
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double || value instanceof Float) {
      return Double.valueOf(value.toString()); // By way of text: 0.1 of four bytes stays 0.1.
    }
    if (value instanceof BigInteger whole) {
      return new BigDecimal(whole);
    }
    if (value instanceof byte[] || value instanceof ByteBuffer) {
      return bytes(value);
    }
    return value.toString();
  }

  static byte[] bytes(Object value) {
    if (value instanceof ByteBuffer buffer) {
      var bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    return (byte[]) value;
  }

  /** Connect's dates are instants in UTC, whatever part of them counts. */
  private static Object time(Schema schema, java.util.Date date) {
    var instant = Instant.ofEpochMilli(date.getTime());
    var name = schema == null ? "" : schema.name();
    if (Date.LOGICAL_NAME.equals(name)) {
      return instant.atZone(ZoneOffset.UTC).toLocalDate();
    }
    if (Time.LOGICAL_NAME.equals(name)) {
      return LocalTime.ofInstant(instant, ZoneOffset.UTC);
    }
    return instant;
  }

  /** Null stays null, also where the schema has a default: that is for writers. */
  private static Map<String, Object> structure(Struct struct) {
    var fields = new LinkedHashMap<String, Object>();
    for (var field : struct.schema().fields()) {
      fields.put(field.name(), of(field.schema(), struct.getWithoutDefault(field.name())));
    }
    return fields;
  }

  private static Map<String, Object> map(Schema schema, Map<?, ?> map) {
    var values = schema == null ? null : schema.valueSchema();
    var fields = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> fields.put(String.valueOf(key), of(values, value)));
    return fields;
  }

  private static List<Object> list(Schema schema, Collection<?> list) {
    var element = schema == null ? null : schema.valueSchema();
    var items = new ArrayList<>();
    list.forEach(item -> items.add(of(element, item)));
    return items;
  }
}
