package dev.weft.gateway.avro;

import dev.weft.gateway.json.Fit;
import dev.weft.gateway.json.JsonValues;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.UnfitRecord;
import dev.weft.model.DataRecord;
import dev.weft.model.ProblemException;
import dev.weft.spi.WriterSchema;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Writes records by an Avro schema, behind its id. Safe for any thread. */
public final class AvroEncoder {
  private static final int KEPT_MAX = 1_000;

  private final Map<Integer, Schema> parsed = new ConcurrentHashMap<>();

  /**
   * The record with its frame.
   *
   * @throws ProblemException {@code record-does-not-fit}
   */
  public byte[] encode(WriterSchema schema, DataRecord record) {
    var writing = new Writing();
    writing.out.append((byte) 0);
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      writing.out.append((byte) (schema.id() >>> shift));
    }
    writing.value(parse(schema), record.fields());
    return writing.out.toByteArray();
  }

  /** The record without nulls where the schema does not know the field, or allows no null. */
  public DataRecord withoutNulls(WriterSchema schema, DataRecord record) {
    var parsed = parse(schema);
    return parsed.getType() == Schema.Type.RECORD
        ? new DataRecord(AvroNulls.leaveOut(parsed, record.fields()))
        : record;
  }

  private Schema parse(WriterSchema schema) {
    if (parsed.size() >= KEPT_MAX) {
      parsed.clear();
    }
    return parsed.computeIfAbsent(schema.id(), any -> new Schema.Parser().parse(schema.text()));
  }

  /** One record on its way. */
  private static final class Writing {
    final RecordSink out = new RecordSink(256);
    private final Deque<String> path = new ArrayDeque<>();

    private ProblemException unfit(String sentence) {
      return UnfitRecord.at(List.copyOf(path), sentence);
    }

    void value(Schema schema, Object value) {
      switch (schema.getType()) {
        case RECORD -> record(schema, value);
        case ARRAY -> array(schema, value);
        case MAP -> map(schema, value);
        case UNION -> union(schema, value);
        default -> scalar(schema, value);
      }
    }

    private void record(Schema schema, Object value) {
      if (!(value instanceof Map<?, ?> fields)) {
        throw unfit("The field holds an object.");
      }
      if (path.size() > AvroReader.DEPTH_MAX) {
        throw unfit("The record is nested too deeply.");
      }
      for (var name : fields.keySet()) {
        if (schema.getField(String.valueOf(name)) == null) {
          path.addLast(String.valueOf(name));
          throw unfit("The record " + schema.getName() + " has no such field.");
        }
      }
      for (var field : schema.getFields()) {
        path.addLast(field.name());
        if (fields.containsKey(field.name())) {
          value(field.schema(), fields.get(field.name()));
        } else if (field.hasDefaultValue() || field.schema().isNullable()) {
          var preset = Neutral.missing(field);
          out.append(preset, 0, preset.length);
        } else {
          throw unfit("The field is missing and has no default.");
        }
        path.removeLast();
      }
    }

    private void array(Schema schema, Object value) {
      if (!(value instanceof List<?> items)) {
        throw unfit("The field holds a list.");
      }
      if (!items.isEmpty()) {
        AvroBytes.writeLong(items.size(), out);
        items.forEach(item -> value(schema.getElementType(), item));
      }
      out.append((byte) 0);
    }

    private void map(Schema schema, Object value) {
      if (!(value instanceof Map<?, ?> entries)) {
        throw unfit("The field holds a map.");
      }
      if (!entries.isEmpty()) {
        AvroBytes.writeLong(entries.size(), out);
        entries.forEach(
            (key, each) -> {
              path.addLast(String.valueOf(key));
              AvroBytes.writeBytes(String.valueOf(key).getBytes(StandardCharsets.UTF_8), out);
              value(schema.getValueType(), each);
              path.removeLast();
            });
      }
      out.append((byte) 0);
    }

    /** The first branch that can hold the value. */
    private void union(Schema schema, Object value) {
      var mark = out.length();
      var around = List.copyOf(path);
      ProblemException why = unfit("No branch of the union can hold this value.");
      for (int i = 0; i < schema.getTypes().size(); i++) {
        var branch = schema.getTypes().get(i);
        if ((branch.getType() == Schema.Type.NULL) != (value == null)) {
          continue;
        }
        try {
          AvroBytes.writeLong(i, out);
          value(branch, value);
          return;
        } catch (ProblemException e) {
          why = e;
          out.truncate(mark);
          path.clear();
          path.addAll(around);
        }
      }
      throw why;
    }

    private void scalar(Schema schema, Object value) {
      switch (schema.getType()) {
        case NULL -> {
          if (value != null) {
            throw unfit("The field is always null.");
          }
        }
        case ENUM -> {
          if (!(value instanceof String symbol) || !schema.hasEnumSymbol(symbol)) {
            throw unfit("The enum " + schema.getName() + " has no such symbol.");
          }
          AvroBytes.writeLong(schema.getEnumOrdinal(symbol), out);
        }
        case FLOAT, DOUBLE -> {
          if (!(value instanceof Number)) {
            throw unfit("The field holds a number.");
          }
          ScalarTypes.of(schema).avro(value, out);
        }
        case BYTES, FIXED -> binary(schema, value);
        default -> checked(schema, value);
      }
    }

    private void binary(Schema schema, Object value) {
      if (schema.getLogicalType() != null) {
        checked(schema, value);
        return;
      }
      byte[] bytes;
      try {
        bytes = Base64.getDecoder().decode(String.valueOf(value));
      } catch (IllegalArgumentException e) {
        throw unfit("The field holds bytes, in Base64.");
      }
      if (schema.getType() == Schema.Type.BYTES) {
        AvroBytes.writeBytes(bytes, out);
      } else if (bytes.length == schema.getFixedSize()) {
        out.append(bytes, 0, bytes.length);
      } else {
        throw unfit("The field holds " + schema.getFixedSize() + " bytes, in Base64.");
      }
    }

    /** What is written must say the same when it is read. */
    private void checked(Schema schema, Object value) {
      var type = ScalarTypes.of(schema);
      var mark = out.length();
      type.avro(value, out);
      var again = new AvroReader();
      again.start(out.bytes(), mark, out.length());
      var text = new RecordSink(64);
      type.json(again, text);
      var neutral = new RecordSink(8);
      type.avro(null, neutral);
      var isNeutral =
          Arrays.equals(out.bytes(), mark, out.length(), neutral.bytes(), 0, neutral.length());
      if (!Fit.isSame(value, again(schema, text), isNeutral)) {
        throw unfit("The field cannot hold this value: it is " + kind(schema) + ".");
      }
    }

    /** Decimals are exact: more digits than a double has must not be lost. */
    private static Object again(Schema schema, RecordSink text) {
      return schema.getLogicalType() instanceof LogicalTypes.Decimal
          ? new BigDecimal(new String(text.bytes(), 0, text.length(), StandardCharsets.US_ASCII))
          : JsonValues.read(text);
    }

    private static String kind(Schema schema) {
      return schema.getLogicalType() == null
          ? schema.getType().name().toLowerCase(Locale.ROOT)
          : schema.getLogicalType().getName();
    }
  }
}
