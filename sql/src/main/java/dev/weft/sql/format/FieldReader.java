package dev.weft.sql.format;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonFactory;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonParser;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonToken;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericArrayData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.logical.ArrayType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * Reads one JSON value, at whose first token the parser stands, and leaves the parser at its last.
 * Null for what does not fit.
 */
interface FieldReader {
  /** Numbers that are longer, or as large or small as this many digits, are not read. */
  int DIGITS_MAX = 400;

  JsonFactory FACTORY = new JsonFactory();

  Object read(JsonParser json) throws IOException;

  static FieldReader of(LogicalType type, String path, Hints hints) {
    var hint = hints.of(path);
    return switch (type.getTypeRoot()) {
      case BOOLEAN -> FieldReader::bool;
      case INTEGER -> FieldReader::small;
      case BIGINT -> json -> whole(json, Long.MIN_VALUE, Long.MAX_VALUE);
      case FLOAT ->
          json -> json.currentToken().isNumeric() ? finite(json.getFloatValue()) : skip(json);
      case DOUBLE ->
          json -> json.currentToken().isNumeric() ? finite(json.getDoubleValue()) : skip(json);
      case DECIMAL -> decimals((DecimalType) type);
      case DATE -> dates(Temporal.dates(hint));
      case TIME_WITHOUT_TIME_ZONE -> times(Temporal.times(hint));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> timestamps(Temporal.timestamps(hint));
      case ARRAY -> arrays(of(((ArrayType) type).getElementType(), path, hints));
      case ROW -> rows((RowType) type, path + ".", hints);
      case VARCHAR, CHAR -> hint.json() ? FieldReader::anyJson : FieldReader::text;
      default -> throw new IllegalArgumentException("no JSON has values of the type " + type);
    };
  }

  /** A record is a row without a path of its own. */
  static FieldReader record(RowType type, Hints hints) {
    return rows(type, "", hints);
  }

  private static Object bool(JsonParser json) throws IOException {
    return json.currentToken().isBoolean() ? (Object) json.getBooleanValue() : skip(json);
  }

  private static Object text(JsonParser json) throws IOException {
    return json.currentToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL
        ? StringData.fromString(json.getText())
        : skip(json);
  }

  private static Object anyJson(JsonParser json) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    var text = new StringWriter();
    try (var copy = FACTORY.createGenerator(text)) {
      var depth = 0;
      do {
        // Exact: numbers keep all their digits.
        copy.copyCurrentEventExact(json);
        depth +=
            json.currentToken().isStructStart() ? 1 : json.currentToken().isStructEnd() ? -1 : 0;
      } while (depth > 0 && json.nextToken() != null);
    }
    return StringData.fromString(text.toString());
  }

  private static Object small(JsonParser json) throws IOException {
    var number = whole(json, Integer.MIN_VALUE, Integer.MAX_VALUE);
    return number == null ? null : (Object) number.intValue();
  }

  private static Long whole(JsonParser json, long least, long most) throws IOException {
    var number = number(json);
    if (number == null) {
      return null;
    }
    try {
      var whole = number.longValueExact();
      return whole >= least && whole <= most ? whole : null;
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private static FieldReader decimals(DecimalType type) {
    return json -> {
      var number = number(json);
      return number == null
          ? null
          : DecimalData.fromBigDecimal(number, type.getPrecision(), type.getScale());
    };
  }

  private static BigDecimal number(JsonParser json) throws IOException {
    if (!json.currentToken().isNumeric()) {
      skip(json);
      return null;
    }
    if (json.getTextLength() > DIGITS_MAX) {
      return null;
    }
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          ? new BigDecimal((BigInteger) json.getNumberValue())
          : BigDecimal.valueOf(json.getLongValue());
    }
    var number = json.getDecimalValue();
    return Math.abs((long) number.scale()) > DIGITS_MAX ? null : number;
  }

  private static Object finite(double number) {
    return Double.isFinite(number) ? number : null;
  }

  private static Object finite(float number) {
    return Float.isFinite(number) ? number : null;
  }

  private static FieldReader dates(Temporal temporal) {
    return json ->
        json.currentToken() == JsonToken.VALUE_STRING
            ? temporal.date(json.getText()).map(date -> (int) date.toEpochDay()).orElse(null)
            : skip(json);
  }

  private static FieldReader times(Temporal temporal) {
    return json ->
        json.currentToken() == JsonToken.VALUE_STRING
            ? temporal
                .time(json.getText())
                .map(time -> (int) (time.toNanoOfDay() / 1_000_000))
                .orElse(null)
            : skip(json);
  }

  private static FieldReader timestamps(Temporal temporal) {
    return json ->
        json.currentToken() == JsonToken.VALUE_STRING
            ? temporal.timestamp(json.getText()).map(TimestampData::fromInstant).orElse(null)
            : skip(json);
  }

  private static FieldReader arrays(FieldReader element) {
    return json -> {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        return skip(json);
      }
      var elements = new ArrayList<Object>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        elements.add(element.read(json));
      }
      return new GenericArrayData(elements.toArray());
    };
  }

  private static FieldReader rows(RowType type, String path, Hints hints) {
    var index = new HashMap<String, Integer>();
    var readers = new ArrayList<FieldReader>();
    for (var field : type.getFields()) {
      index.put(field.getName(), readers.size());
      readers.add(of(field.getType(), path + field.getName(), hints));
    }
    return json -> row(json, index, readers);
  }

  private static Object row(JsonParser json, Map<String, Integer> index, List<FieldReader> readers)
      throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return skip(json);
    }
    var row = new GenericRowData(readers.size());
    while (json.nextToken() != JsonToken.END_OBJECT) {
      var field = index.get(json.currentName());
      json.nextToken();
      if (field == null) {
        json.skipChildren();
      } else {
        row.setField(field, readers.get(field).read(json));
      }
    }
    return row;
  }

  private static Object skip(JsonParser json) throws IOException {
    json.skipChildren();
    return null;
  }
}
