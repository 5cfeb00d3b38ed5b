package dev.weft.gateway.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON that is known to be valid into plain values: null, String, Boolean, Long, Double (for
 * what has a fraction or exponent), BigDecimal (for integers beyond a Long), List, Map. Of keys
 * that occur twice the last counts.
 */
public final class JsonValues {
  /** Longer integers become doubles: exactness costs time that grows with the square. */
  private static final int DIGITS_MAX = 100;

  private final byte[] json;
  private int at;

  private JsonValues(byte[] json, int from) {
    this.json = json;
    this.at = from;
  }

  /** The value that begins at {@code from}. */
  public static Object read(byte[] json, int from) {
    return new JsonValues(json, from).value();
  }

  /** The value that is all of the sink; what was in its memory before does not belong to it. */
  public static Object read(RecordSink sink) {
    sink.append((byte) ' ');
    return read(sink.bytes(), 0);
  }

  /** The text of the string whose opening quote is at {@code from}. */
  static String readString(byte[] json, int from) {
    return new JsonValues(json, from).string();
  }

  private Object value() {
    skipSpace();
    return switch (json[at]) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object() {
    var map = new LinkedHashMap<String, Object>();
    at++;
    skipSpace();
    while (json[at] != '}') {
      var key = string();
      skipSpace();
      at++;
      map.put(key, value());
      skipSeparator();
    }
    at++;
    return map;
  }

  private List<Object> array() {
    var list = new ArrayList<>();
    at++;
    skipSpace();
    while (json[at] != ']') {
      list.add(value());
      skipSeparator();
    }
    at++;
    return list;
  }

  private String string() {
    var first = ++at;
    while (json[at] != '"') {
      if (json[at] == '\\') {
        return escapedString(first);
      }
      at++;
    }
    return new String(json, first, at++ - first, StandardCharsets.UTF_8);
  }

  private String escapedString(int first) {
    var text = new StringBuilder(new String(json, first, at - first, StandardCharsets.UTF_8));
    var plain = at;
    while (json[at] != '"') {
      if (json[at] != '\\') {
        at++;
        continue;
      }
      text.append(new String(json, plain, at - plain, StandardCharsets.UTF_8));
      text.append(escape());
      plain = at;
    }
    return text.append(new String(json, plain, at++ - plain, StandardCharsets.UTF_8)).toString();
  }

  private char escape() {
    var kind = json[at + 1];
    at += 2;
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        var code = 0;
        for (int i = 0; i < 4; i++) {
          code = code * 16 + Character.digit(json[at++], 16);
        }
        yield (char) code;
      }
      default -> (char) kind;
    };
  }

  private Object number() {
    var first = at;
    var integer = true;
    while (at < json.length && isNumeric(json[at])) {
      integer &= json[at] != '.' && json[at] != 'e' && json[at] != 'E';
      at++;
    }
    var text = new String(json, first, at - first, StandardCharsets.US_ASCII);
    if (!integer || text.length() > DIGITS_MAX) {
      return Double.valueOf(text);
    }
    var exact = new BigDecimal(text);
    return exact.precision() < 19 ? (Object) exact.longValue() : exact;
  }

  private static boolean isNumeric(byte next) {
    return (next >= '0' && next <= '9')
        || next == '-'
        || next == '+'
        || next == '.'
        || next == 'e'
        || next == 'E';
  }

  private Object word(String word, Object value) {
    at += word.length();
    return value;
  }

  private void skipSeparator() {
    skipSpace();
    if (json[at] == ',') {
      at++;
      skipSpace();
    }
  }

  private void skipSpace() {
    while (json[at] == ' ' || json[at] == '\n' || json[at] == '\t' || json[at] == '\r') {
      at++;
    }
  }
}
