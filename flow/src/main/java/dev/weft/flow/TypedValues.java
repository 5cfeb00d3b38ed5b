package dev.weft.flow;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values that a record may hold, as bytes that keep their types. */
final class TypedValues {
  // These numbers are in the log: never change one.
  private static final int NULL = 0;
  private static final int TEXT = 1;
  private static final int TRUE = 2;
  private static final int FALSE = 3;
  private static final int LONG = 4;
  private static final int DOUBLE = 5;
  private static final int DECIMAL = 6;
  private static final int INSTANT = 7;
  private static final int DATE = 8;
  private static final int TIME = 9;
  private static final int DATE_TIME = 10;
  private static final int BYTES = 11;
  private static final int LIST = 12;
  private static final int MAP = 13;

  private TypedValues() {}

  static void write(Object value, DataOutputStream out) throws IOException {
    if (value == null) {
      out.writeByte(NULL);
    } else if (value instanceof String text) {
      out.writeByte(TEXT);
      writeText(text, out);
    } else if (value instanceof Boolean flag) {
      out.writeByte(flag ? TRUE : FALSE);
    } else if (value instanceof Number number) {
      number(number, out);
    } else if (value instanceof byte[] bytes) {
      out.writeByte(BYTES);
      out.writeInt(bytes.length);
      out.write(bytes);
    } else if (value instanceof List<?> list) {
      out.writeByte(LIST);
      out.writeInt(list.size());
      for (var item : list) {
        write(item, out);
      }
    } else if (value instanceof Map<?, ?> map) {
      out.writeByte(MAP);
      out.writeInt(map.size());
      for (var entry : map.entrySet()) {
        writeText(String.valueOf(entry.getKey()), out);
        write(entry.getValue(), out);
      }
    } else {
      time(value, out);
    }
  }

  private static void number(Number number, DataOutputStream out) throws IOException {
    if (number instanceof Long || number instanceof Integer || number instanceof Short) {
      out.writeByte(LONG);
      out.writeLong(number.longValue());
    } else if (number instanceof Double || number instanceof Float) {
      out.writeByte(DOUBLE);
      out.writeDouble(number.doubleValue());
    } else {
      var decimal = number instanceof BigDecimal big ? big : new BigDecimal(number.toString());
      var unscaled = decimal.unscaledValue().toByteArray();
      out.writeByte(DECIMAL);
      out.writeInt(decimal.scale());
      out.writeInt(unscaled.length);
      out.write(unscaled);
    }
  }

  private static void time(Object value, DataOutputStream out) throws IOException {
    if (value instanceof Instant instant) {
      out.writeByte(INSTANT);
      out.writeLong(instant.getEpochSecond());
      out.writeInt(instant.getNano());
    } else if (value instanceof LocalDate date) {
      out.writeByte(DATE);
      out.writeLong(date.toEpochDay());
    } else if (value instanceof LocalTime time) {
      out.writeByte(TIME);
      out.writeLong(time.toNanoOfDay());
    } else if (value instanceof LocalDateTime both) {
      out.writeByte(DATE_TIME);
      out.writeLong(both.toLocalDate().toEpochDay());
      out.writeLong(both.toLocalTime().toNanoOfDay());
    } else {
      throw new IOException("a record holds a value of " + value.getClass().getName());
    }
  }

  static Object read(DataInputStream in) throws IOException {
    var type = in.readUnsignedByte();
    return switch (type) {
      case NULL -> null;
      case TEXT -> readText(in);
      case TRUE -> true;
      case FALSE -> false;
      case LONG -> in.readLong();
      case DOUBLE -> in.readDouble();
      case DECIMAL -> {
        var scale = in.readInt();
        yield new BigDecimal(new BigInteger(in.readNBytes(in.readInt())), scale);
      }
      case INSTANT -> Instant.ofEpochSecond(in.readLong(), in.readInt());
      case DATE -> LocalDate.ofEpochDay(in.readLong());
      case TIME -> LocalTime.ofNanoOfDay(in.readLong());
      case DATE_TIME ->
          LocalDateTime.of(
              LocalDate.ofEpochDay(in.readLong()), LocalTime.ofNanoOfDay(in.readLong()));
      case BYTES -> in.readNBytes(in.readInt());
      case LIST -> list(in);
      case MAP -> map(in);
      default -> throw new IOException("a value has the unknown type " + type);
    };
  }

  private static List<Object> list(DataInputStream in) throws IOException {
    var list = new ArrayList<>();
    for (var left = in.readInt(); left > 0; left--) {
      list.add(read(in));
    }
    return list;
  }

  private static Map<String, Object> map(DataInputStream in) throws IOException {
    var map = new LinkedHashMap<String, Object>();
    for (var left = in.readInt(); left > 0; left--) {
      var key = readText(in);
      map.put(key, read(in));
    }
    return map;
  }

  static void writeText(String text, DataOutputStream out) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static String readText(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
