package dev.weft.processors.standard.record;

import dev.weft.model.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/**
 * Finds the schema that values need. A field with values of different types becomes text; so do
 * times without a zone. Names are made valid: what Avro does not allow becomes {@code _}.
 */
final class AvroSchemas {
  private static final int PRECISION_MAX = 38;
  private static final String ORIGINAL_NAME = "weft.name";

  private AvroSchemas() {}

  /** The schema of records with these fields. */
  static Schema of(List<Map<String, Object>> records) throws IOException {
    return record(records, "Record");
  }

  private static Schema record(Collection<? extends Map<?, ?>> maps, String name)
      throws IOException {
    var values = new LinkedHashMap<String, List<Object>>();
    for (var map : maps) {
      map.forEach(
          (key, value) ->
              values.computeIfAbsent(String.valueOf(key), none -> new ArrayList<>()).add(value));
    }
    var fields = new ArrayList<Schema.Field>();
    var used = new HashMap<String, String>();
    for (var each : values.entrySet()) {
      var valid = valid(each.getKey());
      if (used.put(valid, each.getKey()) != null) {
        throw new IOException("two fields have the same name in Avro: " + valid);
      }
      var type = type(each.getValue(), name + "_" + valid);
      var nullable = Schema.createUnion(Schema.create(Schema.Type.NULL), type);
      var field = new Schema.Field(valid, nullable, null, Schema.Field.NULL_DEFAULT_VALUE);
      field.addProp(ORIGINAL_NAME, each.getKey());
      fields.add(field);
    }
    return Schema.createRecord(name, null, "dev.weft", false, fields);
  }

  private static String valid(String name) {
    var valid = name.replaceAll("[^A-Za-z0-9_]", "_");
    return valid.isEmpty() || Character.isDigit(valid.charAt(0)) ? "_" + valid : valid;
  }

  private static Schema type(List<Object> values, String name) throws IOException {
    var given = values.stream().filter(Objects::nonNull).toList();
    if (all(given, Boolean.class)) {
      return Schema.create(Schema.Type.BOOLEAN);
    }
    if (all(given, Long.class)) {
      return Schema.create(Schema.Type.LONG);
    }
    if (all(given, Double.class)) {
      return Schema.create(Schema.Type.DOUBLE);
    }
    if (all(given, BigDecimal.class)) {
      return decimal(given);
    }
    if (all(given, Instant.class)) {
      return LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
    }
    if (all(given, LocalDate.class)) {
      return LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT));
    }
    return container(given, name);
  }

  private static Schema container(List<Object> given, String name) throws IOException {
    if (all(given, byte[].class)) {
      return Schema.create(Schema.Type.BYTES);
    }
    if (all(given, Map.class)) {
      var maps = new ArrayList<Map<?, ?>>();
      given.forEach(value -> maps.add((Map<?, ?>) value));
      return record(maps, name);
    }
    if (all(given, List.class)) {
      var items = new ArrayList<Object>();
      given.forEach(value -> items.addAll((List<?>) value));
      var item = type(items, name + "_item");
      return Schema.createArray(Schema.createUnion(Schema.create(Schema.Type.NULL), item));
    }
    return Schema.create(Schema.Type.STRING);
  }

  private static boolean all(List<Object> values, Class<?> type) {
    return !values.isEmpty() && values.stream().allMatch(type::isInstance);
  }

  /** Text when some decimals would not fit. */
  private static Schema decimal(List<Object> values) {
    var scale = 0;
    var whole = 1;
    for (var each : values) {
      var number = (BigDecimal) each;
      scale = Math.max(scale, number.scale());
      whole = Math.max(whole, number.precision() - number.scale());
    }
    return scale + whole <= PRECISION_MAX
        ? LogicalTypes.decimal(scale + whole, scale).addToSchema(Schema.create(Schema.Type.BYTES))
        : Schema.create(Schema.Type.STRING);
  }

  /** The value as the schema wants it. */
  static Object value(Object value, Schema schema) {
    if (value == null) {
      return null;
    }
    return switch (schema.getType()) {
      case UNION -> value(value, schema.getTypes().get(1));
      case RECORD -> record((Map<?, ?>) value, schema);
      case ARRAY ->
          ((List<?>) value).stream().map(item -> value(item, schema.getElementType())).toList();
      case STRING -> text(value);
      case BYTES ->
          value instanceof BigDecimal number
              ? number.setScale(((LogicalTypes.Decimal) schema.getLogicalType()).getScale())
              : ByteBuffer.wrap((byte[]) value);
      default -> value;
    };
  }

  private static Object record(Map<?, ?> map, Schema schema) {
    var record = new GenericData.Record(schema);
    for (var field : schema.getFields()) {
      record.put(field.pos(), value(map.get(field.getProp(ORIGINAL_NAME)), field.schema()));
    }
    return record;
  }

  private static String text(Object value) {
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    return value instanceof Map || value instanceof List || value instanceof byte[]
        ? Json.text(value)
        : value.toString();
  }
}
