package dev.weft.flow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.weft.model.DataRecord;
import dev.weft.model.json.JsonFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/**
 * Writes records as JSON: times as ISO 8601, decimals without exponent, bytes as Base64, what JSON
 * has no number for (NaN, infinity) as text. What came as JSON and has not been changed is written
 * as it came. For one thread.
 */
final class JsonBytes {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);

  byte[] of(DataRecord record) {
    return record.fields() instanceof JsonFields fields
        ? fields.json().orElseGet(() -> ofChanged(fields))
        : ofMap(record.fields());
  }

  private byte[] ofChanged(JsonFields fields) {
    buffer.reset();
    fields.write(buffer, this::append);
    return buffer.toByteArray();
  }

  private void append(Object value) {
    if (value instanceof Long number) {
      buffer.writeBytes(number.toString().getBytes(StandardCharsets.ISO_8859_1));
      return;
    }
    try (var json = JSON.createGenerator(buffer)) {
      value(value, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] ofMap(Map<String, ?> fields) {
    buffer.reset();
    try (var json = JSON.createGenerator(buffer)) {
      object(fields, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer.toByteArray();
  }

  private static void object(Map<?, ?> fields, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (var field : fields.entrySet()) {
      json.writeFieldName(String.valueOf(field.getKey()));
      value(field.getValue(), json);
    }
    json.writeEndObject();
  }

  private static void value(Object value, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof Number number) {
      number(number, json);
    } else if (value instanceof byte[] bytes) {
      json.writeBinary(bytes);
    } else if (value instanceof Map<?, ?> map) {
      object(map, json);
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (var item : list) {
        value(item, json);
      }
      json.writeEndArray();
    } else {
      json.writeString(text(value));
    }
  }

  private static void number(Number number, JsonGenerator json) throws IOException {
    if (number instanceof Double real) {
      json.writeNumber(real);
    } else if (number instanceof BigDecimal decimal) {
      json.writeNumber(decimal);
    } else if (number instanceof Float real) {
      json.writeNumber(real);
    } else {
      json.writeNumber(new BigDecimal(number.toString()));
    }
  }

  /** A value that is no JSON number as text; times keep their seconds even when these are 0. */
  static String text(Object value) {
    if (value instanceof LocalDateTime time) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time);
    }
    if (value instanceof LocalTime time) {
      return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    }
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }
}
