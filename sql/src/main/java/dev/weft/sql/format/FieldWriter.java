package dev.weft.sql.format;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonGenerator;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.DeserializationFeature;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.table.data.ArrayData;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Writes one value as JSON. */
interface FieldWriter {
  ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  void write(Object value, JsonGenerator json) throws IOException;

  static FieldWriter of(LogicalType type, String path, Hints hints) {
    var writer = ofPresent(type, path, hints);
    return (value, json) -> {
      if (value == null) {
        json.writeNull();
      } else {
        writer.write(value, json);
      }
    };
  }

  private static FieldWriter ofPresent(LogicalType type, String path, Hints hints) {
    var hint = hints.of(path);
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> (value, json) -> json.writeBoolean((Boolean) value);
      case INTEGER -> (value, json) -> json.writeNumber((Integer) value);
      case BIGINT -> (value, json) -> json.writeNumber((Long) value);
      case FLOAT -> (value, json) -> number((Float) value, json);
      case DOUBLE -> (value, json) -> number((Double) value, json);
      case DECIMAL ->
          (value, json) -> json.writeNumber(plain(((DecimalData) value).toBigDecimal()));
      case DATE -> {
        var temporal = Temporal.dates(hint);
        yield (value, json) ->
            json.writeString(temporal.text(LocalDate.ofEpochDay((Integer) value)));
      }
      case TIME_WITHOUT_TIME_ZONE -> {
        var temporal = Temporal.times(hint);
        yield (value, json) ->
            json.writeString(temporal.text(LocalTime.ofNanoOfDay((Integer) value * 1_000_000L)));
      }
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
        var temporal = Temporal.timestamps(hint);
        yield (value, json) -> json.writeString(temporal.text(((TimestampData) value).toInstant()));
      }
      case ARRAY -> array((ArrayType) type, path, hints);
      case ROW -> row((RowType) type, path + ".", hints);
      case VARCHAR, CHAR -> hint.json() ? FieldWriter::anyJson : FieldWriter::text;
      default -> throw new IllegalArgumentException("no JSON has values of the type " + type);
    };
  }

  /** A record is a row without a path of its own. */
  static FieldWriter record(RowType type, Hints hints) {
    return row(type, "", hints);
  }

  /** As people write a number: no exponent, no zeros at the end. */
  static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static void text(Object value, JsonGenerator json) throws IOException {
    json.writeString(value.toString());
  }

  /** A text that is no JSON after all is written as a text. */
  private static void anyJson(Object value, JsonGenerator json) throws IOException {
    try {
      json.writeTree(MAPPER.readTree(value.toString()));
    } catch (JsonProcessingException e) {
      text(value, json);
    }
  }

  /** JSON has no infinity and no NaN. */
  private static void number(double value, JsonGenerator json) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  private static void number(float value, JsonGenerator json) throws IOException {
    if (Float.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeNull();
    }
  }

  private static FieldWriter array(ArrayType type, String path, Hints hints) {
    var element = of(type.getElementType(), path, hints);
    var getter = ArrayData.createElementGetter(type.getElementType());
    return (value, json) -> {
      var array = (ArrayData) value;
      json.writeStartArray();
      for (var i = 0; i < array.size(); i++) {
        element.write(getter.getElementOrNull(array, i), json);
      }
      json.writeEndArray();
    };
  }

  private static FieldWriter row(RowType type, String path, Hints hints) {
    record Member(String name, RowData.FieldGetter getter, FieldWriter writer) {}
    List<Member> members = new ArrayList<>();
    for (var field : type.getFields()) {
      members.add(
          new Member(
              field.getName(),
              RowData.createFieldGetter(field.getType(), members.size()),
              of(field.getType(), path + field.getName(), hints)));
    }
    return (value, json) -> {
      json.writeStartObject();
      for (var member : members) {
        json.writeFieldName(member.name());
        member.writer().write(member.getter().getFieldOrNull((RowData) value), json);
      }
      json.writeEndObject();
    };
  }
}
