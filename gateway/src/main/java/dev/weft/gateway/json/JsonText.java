package dev.weft.gateway.json;

import dev.weft.model.json.BadJson;
import dev.weft.model.json.JsonScanner;
import java.nio.charset.StandardCharsets;

/** Writes text as a JSON string, and looks whether bytes are JSON. */
public final class JsonText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private JsonText() {}

  /**
   * Appends the UTF-8 between {@code from} and {@code to} as one JSON string with its quotes.
   *
   * @return false when it is no valid UTF-8; what was appended then is of no use
   */
  public static boolean write(byte[] text, int from, int to, RecordSink out) {
    out.append((byte) '"');
    var plain = from;
    for (int at = from; at < to; ) {
      var next = text[at];
      if (next >= ' ' && next != '"' && next != '\\') {
        at++;
      } else if (next < 0) {
        var length = sequence(text, at, to);
        if (length == 0) {
          return false;
        }
        at += length;
      } else {
        out.append(text, plain, at);
        escape(next, out);
        plain = ++at;
      }
    }
    out.append(text, plain, to);
    out.append((byte) '"');
    return true;
  }

  /** Whether the bytes between {@code from} and {@code to} are valid UTF-8. */
  public static boolean isText(byte[] text, int from, int to) {
    for (int at = from; at < to; ) {
      var length = text[at] >= 0 ? 1 : sequence(text, at, to);
      if (length == 0) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** Whether the bytes are exactly one JSON object, as strictly as records are read. */
  public static boolean isObject(byte[] json) {
    var scanner = new JsonScanner();
    scanner.start(json, 0, json.length);
    try {
      if (scanner.peek() != '{') {
        return false;
      }
      scanner.skipValue(0);
      scanner.expectEnd();
      return true;
    } catch (BadJson e) {
      return false;
    }
  }

  private static void escape(byte character, RecordSink out) {
    out.append((byte) '\\');
    if (character == '"' || character == '\\') {
      out.append(character);
      return;
    }
    out.append((byte) 'u');
    out.append((byte) '0');
    out.append((byte) '0');
    out.append(HEX[character >> 4]);
    out.append(HEX[character & 15]);
  }

  /** The bytes of the character at {@code at}; 0 when it is none. */
  private static int sequence(byte[] text, int at, int to) {
    var lead = text[at] & 0xff;
    var length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + length > to) {
      return 0;
    }
    var second = text[at + 1] & 0xff;
    var low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    var high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      return 0;
    }
    for (int i = at + 2; i < at + length; i++) {
      if ((text[i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }
}
