package dev.weft.tools.classify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Avro's container file, with the schema that it brings along. */
final class AvroFile implements RecordFile {
  @Override
  public void read(Path file, Consumer<Object> record) throws IOException {
    try (var records =
        new DataFileReader<Object>(file.toFile(), new GenericDatumReader<Object>())) {
      for (var one : records) {
        record.accept(plain(one));
      }
    } catch (AvroRuntimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Object plain(Object value) {
    if (value instanceof GenericRecord one) {
      var map = new LinkedHashMap<String, Object>();
      for (Schema.Field field : one.getSchema().getFields()) {
        map.put(field.name(), plain(one.get(field.pos())));
      }
      return map;
    }
    if (value instanceof Map<?, ?> entries) {
      var map = new LinkedHashMap<String, Object>();
      entries.forEach((key, each) -> map.put(String.valueOf(key), plain(each)));
      return map;
    }
    if (value instanceof List<?> items) {
      var list = new ArrayList<>();
      items.forEach(each -> list.add(plain(each)));
      return list;
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value instanceof CharSequence || value instanceof Enum ? value.toString() : null;
  }
}
