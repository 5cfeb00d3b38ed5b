package dev.weft.policy.mask;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Steps through the characters of a JSON string as it is written: UTF-8, and escapes. A character
 * is a code point, so a surrogate pair of escapes counts once.
 */
final class JsonCharacters {
  static final int INVALID = -1;

  private JsonCharacters() {}

  /** The position after the character at {@code at}, or {@link #INVALID}. */
  static int next(byte[] json, int at, int to) {
    var lead = json[at] & 0xff;
    if (lead == '\\') {
      return afterEscape(json, at, to);
    }
    if (lead < 0x20 || lead == '"') {
      return INVALID;
    }
    return lead < 0x80 ? at + 1 : afterSequence(json, at, to, lead);
  }

  private static int afterSequence(byte[] json, int at, int to, int lead) {
    var length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + length > to) {
      return INVALID;
    }
    for (var i = at + 1; i < at + length; i++) {
      if ((json[i] & 0xc0) != 0x80) {
        return INVALID;
      }
    }
    return at + length;
  }

  private static int afterEscape(byte[] json, int at, int to) {
    if (at + 1 >= to) {
      return INVALID;
    }
    if (json[at + 1] != 'u') {
      return "\"\\/bfnrt".indexOf(json[at + 1]) < 0 ? INVALID : at + 2;
    }
    var unit = unit(json, at, to);
    if (unit < 0) {
      return INVALID;
    }
    var pair = Character.isHighSurrogate((char) unit) && isLowSurrogate(json, at + 6, to);
    return pair ? at + 12 : at + 6;
  }

  private static boolean isLowSurrogate(byte[] json, int at, int to) {
    var unit = unit(json, at, to);
    return unit >= 0 && Character.isLowSurrogate((char) unit);
  }

  /** The value of the four hexadecimal digits of an escape at {@code at}; negative if none. */
  private static int unit(byte[] json, int at, int to) {
    if (at + 6 > to || json[at] != '\\' || json[at + 1] != 'u') {
      return INVALID;
    }
    var value = 0;
    for (var i = at + 2; i < at + 6; i++) {
      var digit = Character.digit(json[i], 16);
      if (digit < 0) {
        return INVALID;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  /** The text as UTF-8 without escapes, or null when it is not valid. */
  static byte[] decoded(byte[] json, int from, int to) {
    var out = new ByteArrayOutputStream(to - from);
    for (var at = from; at < to; ) {
      var next = next(json, at, to);
      if (next == INVALID) {
        return null;
      }
      if (json[at] == '\\') {
        var character = unescaped(json, at, next, to).getBytes(StandardCharsets.UTF_8);
        out.write(character, 0, character.length);
      } else {
        out.write(json, at, next - at);
      }
      at = next;
    }
    return out.toByteArray();
  }

  private static String unescaped(byte[] json, int at, int next, int to) {
    return switch (json[at + 1]) {
      case 'u' ->
          next - at == 12
              ? new String(new char[] {(char) unit(json, at, to), (char) unit(json, at + 6, to)})
              : String.valueOf((char) unit(json, at, to));
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      default -> String.valueOf((char) json[at + 1]);
    };
  }
}
