package dev.weft.gateway.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.weft.gateway.json.Fit;
import dev.weft.gateway.json.JsonValues;
import dev.weft.gateway.json.RecordSink;
import dev.weft.gateway.json.UnfitRecord;
import dev.weft.gateway.protobuf.ProtobufSchemas.MessageType;
import dev.weft.model.DataRecord;
import dev.weft.model.ProblemException;
import dev.weft.spi.Schemas;
import dev.weft.spi.WriterSchema;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes records as the first message of a Protobuf schema. Safe for any thread. */
public final class ProtobufEncoder {
  private final ProtobufSchemas schemas;

  public ProtobufEncoder(Schemas schemas) {
    this.schemas = new ProtobufSchemas(schemas);
  }

  /**
   * The record with its frame.
   *
   * @throws ProblemException {@code record-does-not-fit}
   */
  public byte[] encode(WriterSchema schema, DataRecord record) {
    MessageType type =
        schemas
            .type(schema.id(), List.of(0))
            .orElseThrow(() -> UnfitRecord.at(List.of(), "The schema has no message."));
    var writing = new Writing();
    writing.out.append((byte) 0);
    for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      writing.out.append((byte) (schema.id() >>> shift));
    }
    writing.out.append((byte) 0);
    writing.fields(type.descriptor(), record.fields());
    return writing.out.toByteArray();
  }

  /** One record on its way. */
  private static final class Writing {
    private static final int VALUE_OF_NULL = 1;
    private static final int VALUE_OF_NUMBER = 2;
    private static final int VALUE_OF_TEXT = 3;
    private static final int VALUE_OF_TRUTH = 4;
    private static final int VALUE_OF_OBJECT = 5;
    private static final int VALUE_OF_LIST = 6;

    final RecordSink out = new RecordSink(256);
    private final Deque<String> path = new ArrayDeque<>();

    private ProblemException unfit(String sentence) {
      return UnfitRecord.at(List.copyOf(path), sentence);
    }

    void fields(Descriptor type, Map<?, ?> fields) {
      if (path.size() > ProtobufReader.DEPTH_MAX / 2) {
        throw unfit("The record is nested too deeply.");
      }
      fields.forEach(
          (name, value) -> {
            path.addLast(String.valueOf(name));
            var field = type.findFieldByName(String.valueOf(name));
            if (field == null) {
              throw unfit("The message " + type.getName() + " has no such field.");
            }
            if (value != null || isValue(field)) {
              field(field, value);
            }
            path.removeLast();
          });
      for (var field : type.getFields()) {
        if (field.isRequired() && fields.get(field.getName()) == null) {
          path.addLast(field.getName());
          throw unfit("The field is required.");
        }
      }
    }

    private void field(FieldDescriptor field, Object value) {
      if (field.isMapField()) {
        map(field, value);
      } else if (field.isRepeated()) {
        if (!(value instanceof List<?> items)) {
          throw unfit("The field holds a list.");
        }
        items.forEach(item -> single(field, item));
      } else {
        single(field, value);
      }
    }

    private void map(FieldDescriptor field, Object value) {
      if (!(value instanceof Map<?, ?> entries)) {
        throw unfit("The field holds a map.");
      }
      var type = field.getMessageType();
      entries.forEach(
          (key, each) -> {
            path.addLast(String.valueOf(key));
            ProtobufBytes.writeTag(field.getNumber(), ProtobufReader.LENGTH, out);
            var mark = out.length();
            single(type.findFieldByNumber(MapPlan.KEY), key(type, String.valueOf(key)));
            single(type.findFieldByNumber(MapPlan.VALUE), each);
            ProtobufBytes.prefixLength(mark, out);
            path.removeLast();
          });
    }

    /** Names are texts in JSON. */
    private Object key(Descriptor entry, String name) {
      return switch (entry.findFieldByNumber(MapPlan.KEY).getJavaType()) {
        case INT, LONG -> {
          if (!name.matches("-?\\d{1,20}")) {
            throw unfit("The key is no number.");
          }
          yield new BigDecimal(name);
        }
        case BOOLEAN -> name.equals("true") ? (Object) true : name.equals("false") ? false : name;
        default -> name;
      };
    }

    private void single(FieldDescriptor field, Object value) {
      var scalar = ScalarTypes.of(field);
      if (scalar.isPresent()) {
        ProtobufBytes.writeTag(field.getNumber(), scalar.get().wire(), out);
        scalar(field, scalar.get(), value);
        return;
      }
      ProtobufBytes.writeTag(field.getNumber(), ProtobufReader.LENGTH, out);
      var mark = out.length();
      if (ScalarTypes.isWellKnown(field.getMessageType())
          && wellKnown(field.getMessageType(), value)) {
        ProtobufBytes.prefixLength(mark, out);
        return;
      }
      if (!(value instanceof Map<?, ?> fields)) {
        throw unfit("The field holds an object.");
      }
      fields(field.getMessageType(), fields);
      ProtobufBytes.prefixLength(mark, out);
    }

    private void scalar(FieldDescriptor field, ScalarType type, Object value) {
      switch (field.getType()) {
        case ENUM -> ProtobufBytes.writeVarint(symbol(field, value), out);
        case BYTES -> ProtobufBytes.writeBytes(bytes(value), out);
        case FLOAT, DOUBLE -> {
          if (!(value instanceof Number)) {
            throw unfit("The field holds a number.");
          }
          type.put(value, out);
        }
        default -> checked(field, type, value);
      }
    }

    /** What is written must say the same when it is read. */
    private void checked(FieldDescriptor field, ScalarType type, Object value) {
      var mark = out.length();
      type.put(value, out);
      var again = new ProtobufReader();
      again.start(out.bytes(), mark, out.length());
      var text = new RecordSink(64);
      type.json(again, text);
      var neutral = new RecordSink(8);
      type.put(null, neutral);
      var isNeutral =
          Arrays.equals(out.bytes(), mark, out.length(), neutral.bytes(), 0, neutral.length());
      if (!Fit.isSame(value, JsonValues.read(text), isNeutral)) {
        throw unfit("The field cannot hold this value: it is " + kind(field) + ".");
      }
    }

    private static String kind(FieldDescriptor field) {
      return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          ? field.getMessageType().getFullName()
          : field.getType().name().toLowerCase(Locale.ROOT);
    }

    private int symbol(FieldDescriptor field, Object value) {
      var symbols = field.getEnumType();
      var found =
          value instanceof String name
              ? symbols.findValueByName(name)
              : value instanceof Long number && number == number.intValue()
                  ? symbols.findValueByNumber(number.intValue())
                  : null;
      if (found == null) {
        throw unfit("The enum " + symbols.getName() + " has no such symbol.");
      }
      return found.getNumber();
    }

    private byte[] bytes(Object value) {
      try {
        return Base64.getDecoder().decode(String.valueOf(value));
      } catch (IllegalArgumentException e) {
        throw unfit("The field holds bytes, in Base64.");
      }
    }

    private static boolean isValue(FieldDescriptor field) {
      return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && ScalarTypes.isWellKnown(field.getMessageType())
          && field.getMessageType().getName().equals("Value");
    }

    /** What is JSON already; returns false for other messages. */
    private boolean wellKnown(Descriptor type, Object value) {
      switch (type.getName()) {
        case "Struct" -> {
          if (!(value instanceof Map<?, ?>)) {
            throw unfit("The field holds an object.");
          }
          map(type.findFieldByNumber(1), value);
        }
        case "ListValue" -> {
          if (!(value instanceof List<?> items)) {
            throw unfit("The field holds a list.");
          }
          var item = type.findFieldByNumber(1);
          items.forEach(each -> single(item, each));
        }
        case "Value" -> anyValue(type, value);
        default -> {
          return false;
        }
      }
      return true;
    }

    private void anyValue(Descriptor type, Object value) {
      if (value == null) {
        ProtobufBytes.writeTag(VALUE_OF_NULL, ProtobufReader.VARINT, out);
        out.append((byte) 0);
        return;
      }
      var number =
          value instanceof Number
              ? VALUE_OF_NUMBER
              : value instanceof String
                  ? VALUE_OF_TEXT
                  : value instanceof Boolean
                      ? VALUE_OF_TRUTH
                      : value instanceof Map ? VALUE_OF_OBJECT : VALUE_OF_LIST;
      single(type.findFieldByNumber(number), value);
    }
  }
}
