package dev.weft.processors.standard.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Conversions;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;

/** Avro's values as those of a record. */
final class AvroValues {
  /** With dates, times and decimals as Java's own. */
  static final GenericData MODEL = model();

  private static final int ITEMS_MAX = 1_000_000;

  private AvroValues() {}

  private static GenericData model() {
    limit("bytes");
    limit("string");
    limitItems();
    var model = new GenericData();
    model.addLogicalTypeConversion(new Conversions.DecimalConversion());
    model.addLogicalTypeConversion(new TimeConversions.DateConversion());
    model.addLogicalTypeConversion(new TimeConversions.TimeMillisConversion());
    model.addLogicalTypeConversion(new TimeConversions.TimeMicrosConversion());
    model.addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    model.addLogicalTypeConversion(new TimeConversions.TimestampMicrosConversion());
    return model;
  }

  /** The library's only way: without it a length in a broken file is memory that is asked for. */
  private static void limit(String what) {
    setIfAbsent("org.apache.avro.limits." + what + ".maxLength", AvroReader.BLOCK_BYTES_MAX);
  }

  private static void limitItems() {
    setIfAbsent("org.apache.avro.limits.collectionItems.maxLength", ITEMS_MAX);
  }

  private static void setIfAbsent(String name, int value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, Integer.toString(value));
    }
  }

  static Map<String, Object> fields(IndexedRecord record) {
    var fields = new LinkedHashMap<String, Object>();
    for (var field : record.getSchema().getFields()) {
      fields.put(field.name(), value(record.get(field.pos())));
    }
    return fields;
  }

  private static Object value(Object value) {
    if (value instanceof IndexedRecord record) {
      return fields(record);
    }
    if (value instanceof Map<?, ?> map) {
      var copy = new LinkedHashMap<String, Object>();
      map.forEach((name, inner) -> copy.put(name.toString(), value(inner)));
      return copy;
    }
    if (value instanceof Iterable<?> list) {
      var copy = new ArrayList<>();
      list.forEach(inner -> copy.add(value(inner)));
      return copy;
    }
    return scalar(value);
  }

  private static Object scalar(Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    if (value instanceof ByteBuffer buffer) {
      var bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    if (value instanceof GenericFixed fixed) {
      return fixed.bytes().clone();
    }
    return value instanceof CharSequence || value instanceof GenericData.EnumSymbol
        ? value.toString()
        : value;
  }
}
