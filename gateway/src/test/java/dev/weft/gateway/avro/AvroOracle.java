package dev.weft.gateway.avro;

import dev.weft.spi.FieldRule;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;

/**
 * What a reader sees of an Avro record, worked out slowly: the library's tree, turned into another
 * one. Masks are those of {@link dev.weft.gateway.json.Stars}; schemas do not contain themselves.
 */
final class AvroOracle {
  private final Map<String, FieldRule> rules;
  private final FieldRule others;

  AvroOracle(Map<String, FieldRule> rules, FieldRule others) {
    this.rules = rules;
    this.others = others;
  }

  /** The record as the reader sees it, in plain values. */
  Object seen(IndexedRecord record) {
    return value(record.getSchema(), record, "", plainNothing());
  }

  private static Object plainNothing() {
    return "nothing";
  }

  private Object value(Schema schema, Object datum, String path, Object neutral) {
    if (!path.isEmpty() && isHidden(schema, path)) {
      return neutral;
    }
    return switch (schema.getType()) {
      case RECORD -> {
        var map = new LinkedHashMap<String, Object>();
        for (var field : schema.getFields()) {
          var below = path.isEmpty() ? field.name() : path + "." + field.name();
          map.put(
              field.name(),
              notNull(
                  field.schema(),
                  value(
                      field.schema(),
                      ((IndexedRecord) datum).get(field.pos()),
                      below,
                      neutral(field))));
        }
        yield map;
      }
      case ARRAY -> {
        var list = new ArrayList<>();
        for (var item : (Iterable<?>) datum) {
          var items = schema.getElementType();
          list.add(notNull(items, value(items, item, path, neutral(items))));
        }
        yield list;
      }
      case MAP -> map(schema, (Map<?, ?>) datum, path);
      case UNION -> {
        var branch = schema.getTypes().get(GenericData.get().resolveUnion(schema, datum));
        var seen = value(branch, datum, path, neutral(schema));
        yield seen == null && !schema.isNullable() ? zero(branch) : seen;
      }
      default -> scalar(schema, datum, path);
    };
  }

  private Object map(Schema schema, Map<?, ?> datum, String path) {
    var values = schema.getValueType();
    var entries = new TreeMap<String, Object>();
    datum.forEach(
        (key, each) -> {
          var below = path + "." + key;
          var isNamed = isNamed(below);
          if (isHidden(values, below)) {
            return;
          }
          var isMasked = !isNamed && rule(path) instanceof FieldRule.Masked;
          // Keys that are masked alike are one when a reader reads them: whose value is left?
          entries.put(
              isMasked ? "***" : key.toString(),
              isMasked ? "one" : notNull(values, value(values, each, below, null)));
        });
    return entries;
  }

  private static Object notNull(Schema schema, Object value) {
    return value == null && !schema.isUnion() ? zero(schema) : value;
  }

  private Object scalar(Schema schema, Object datum, String path) {
    if (!(rule(path) instanceof FieldRule.Masked)) {
      return plain(datum);
    }
    return switch (schema.getType()) {
      case STRING -> "***";
      case INT, LONG, FLOAT, DOUBLE -> zero(schema);
      case BYTES -> plain(ByteBuffer.wrap("***".getBytes(StandardCharsets.UTF_8)));
      case FIXED ->
          plain(
              ByteBuffer.wrap(
                  Arrays.copyOf("***".getBytes(StandardCharsets.UTF_8), schema.getFixedSize())));
      case ENUM -> zero(schema);
      default -> null;
    };
  }

  /** Fields, and items, where a mask leaves nothing and the schema has no null. */
  private Object neutral(Schema.Field field) {
    if (field.schema().isNullable()) {
      return null;
    }
    return field.hasDefaultValue()
        ? plain(GenericData.get().getDefaultValue(field))
        : zero(field.schema());
  }

  private static Object neutral(Schema schema) {
    return schema.isNullable() ? null : zero(schema);
  }

  private static Object zero(Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> {
        var map = new LinkedHashMap<String, Object>();
        var oracle = new AvroOracle(Map.of(), FieldRule.SHOW);
        schema.getFields().forEach(field -> map.put(field.name(), oracle.neutral(field)));
        yield map;
      }
      case ARRAY -> List.of();
      case MAP -> Map.of();
      case UNION -> neutral(schema.isNullable() ? schema : schema.getTypes().get(0));
      case BOOLEAN -> false;
      case INT -> 0;
      case LONG -> 0L;
      case FLOAT -> 0f;
      case DOUBLE -> 0d;
      case STRING -> "";
      case BYTES -> List.of();
      case FIXED -> plain(ByteBuffer.allocate(schema.getFixedSize()));
      case ENUM ->
          schema.getEnumDefault() == null
              ? schema.getEnumSymbols().get(0)
              : schema.getEnumDefault();
      default -> null;
    };
  }

  /** The library's values as plain ones, to be compared. */
  static Object plain(Object datum) {
    if (datum instanceof GenericRecord record) {
      var map = new LinkedHashMap<String, Object>();
      record
          .getSchema()
          .getFields()
          .forEach(field -> map.put(field.name(), plain(record.get(field.pos()))));
      return map;
    }
    if (datum instanceof Map<?, ?> map) {
      var entries = new TreeMap<String, Object>();
      map.forEach(
          (key, value) ->
              entries.put(key.toString(), key.toString().equals("***") ? "one" : plain(value)));
      return entries;
    }
    if (datum instanceof List<?> list) {
      return list.stream().map(AvroOracle::plain).collect(java.util.stream.Collectors.toList());
    }
    if (datum instanceof ByteBuffer bytes) {
      return bytes(bytes.duplicate());
    }
    if (datum instanceof GenericFixed fixed) {
      return bytes(ByteBuffer.wrap(fixed.bytes()));
    }
    return datum instanceof CharSequence || datum instanceof GenericEnumSymbol<?>
        ? datum.toString()
        : datum;
  }

  private static List<Object> bytes(ByteBuffer buffer) {
    var list = new ArrayList<Object>();
    while (buffer.hasRemaining()) {
      list.add(buffer.get());
    }
    return list;
  }

  private boolean isNamed(String path) {
    return rules.keySet().stream()
        .anyMatch(rule -> rule.equals(path) || rule.startsWith(path + "."));
  }

  private boolean isHidden(Schema schema, String path) {
    if (rule(path) != FieldRule.WITHHOLD) {
      return false;
    }
    return switch (schema.getType()) {
      case RECORD ->
          schema.getFields().stream()
              .allMatch(field -> isHidden(field.schema(), path + "." + field.name()));
      case ARRAY -> isHidden(schema.getElementType(), path);
      case MAP ->
          rules.entrySet().stream()
              .filter(rule -> rule.getKey().startsWith(path + "."))
              .allMatch(rule -> rule.getValue() == FieldRule.WITHHOLD);
      case UNION -> schema.getTypes().stream().allMatch(branch -> isHidden(branch, path));
      default -> true;
    };
  }

  private FieldRule rule(String path) {
    for (var at = path; ; at = at.substring(0, at.lastIndexOf('.'))) {
      if (rules.containsKey(at)) {
        return rules.get(at);
      }
      if (at.lastIndexOf('.') < 0) {
        return others;
      }
    }
  }
}
