package dev.weft.model.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Walks over JSON text, strictly as RFC 8259 has it: valid UTF-8, no byte order mark, no comments,
 * numbers as the grammar says. Throws {@link BadJson} at the first byte that does not fit. For one
 * thread; reused from record to record.
 */
public final class JsonScanner {
  private static final String CUT_OFF = "the text ends too early";
  private static final String STRAY = "a byte that does not belong here";
  private static final String CONTROL = "a control character within a string";
  private static final String ESCAPE = "an escape that does not exist";
  private static final String UTF8 = "invalid UTF-8";
  private static final String DEEP = "nested too deeply";

  /** How deep values may be nested. */
  public static final int DEPTH_MAX = 100;

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long EACH = 0x0101010101010101L;
  private static final long HIGHEST = 0x8080808080808080L;

  private byte[] json;
  private int end;

  /** Where it stands. */
  public int at;

  /** Whether the string that was skipped last has escapes. */
  public boolean escaped;

  /** From here on it walks over the bytes between the two. */
  public void start(byte[] text, int from, int to) {
    json = text;
    at = from;
    end = to;
  }

  /** The next byte that is not white space, which stays unread. */
  public byte peek() {
    while (at < end) {
      var next = json[at];
      if (next != ' ' && next != '\n' && next != '\t' && next != '\r') {
        return next;
      }
      at++;
    }
    throw new BadJson(CUT_OFF);
  }

  /** Passes this byte, white space before it included. */
  public void expect(char wanted) {
    if (peek() != wanted) {
      throw new BadJson(STRAY);
    }
    at++;
  }

  /** Only white space may follow. */
  public void expectEnd() {
    while (at < end) {
      var next = json[at++];
      if (next != ' ' && next != '\n' && next != '\t' && next != '\r') {
        throw new BadJson(STRAY);
      }
    }
  }

  /** What is thrown where something else is expected. */
  public static BadJson stray() {
    return new BadJson(STRAY);
  }

  /** Throws when values are nested too deeply. */
  public static void checkDepth(int depth) {
    if (depth > DEPTH_MAX) {
      throw new BadJson(DEEP);
    }
  }

  /** Skips one value of any kind, white space before it included. */
  public void skipValue(int depth) {
    switch (peek()) {
      case '{' -> skipObject(depth + 1);
      case '[' -> skipArray(depth + 1);
      default -> skipScalar();
    }
  }

  /** Skips a string, number or literal, of which the next byte is the first. */
  public void skipScalar() {
    switch (json[at]) {
      case '"' -> skipString();
      case 't' -> skipWord("true");
      case 'f' -> skipWord("false");
      case 'n' -> skipWord("null");
      default -> skipNumber();
    }
  }

  /** Skips a string, of which the next byte is the opening quote. */
  public void skipString() {
    escaped = false;
    at++;
    while (at < end) {
      skipPlain();
      if (at == end) {
        break;
      }
      var next = json[at];
      if (next == '"') {
        at++;
        return;
      }
      if (next == '\\') {
        skipEscape();
      } else if (next >= ' ') {
        at++;
      } else if (next < 0) {
        skipCharacter(next & 0xff);
      } else {
        throw new BadJson(CONTROL);
      }
    }
    throw new BadJson(CUT_OFF);
  }

  /** Skips what needs no look, eight bytes at a time, as far as there are eight. */
  private void skipPlain() {
    var here = at;
    while (here + Long.BYTES <= end) {
      var special = special((long) EIGHT.get(json, here));
      if (special != 0) {
        here += Long.numberOfTrailingZeros(special) / Byte.SIZE;
        break;
      }
      here += Long.BYTES;
    }
    at = here;
  }

  /**
   * The highest bit of those of eight bytes that are not plain: not ASCII, a control character, a
   * quote or a backslash. The lowest bit that is set is right; each difference borrows from the
   * byte above it only where a byte is not plain itself, so bits above may be wrong.
   */
  private static long special(long eight) {
    var quote = (eight ^ '"' * EACH) - EACH;
    var backslash = (eight ^ '\\' * EACH) - EACH;
    return (eight | (eight - ' ' * EACH) | quote | backslash) & HIGHEST;
  }

  private void skipObject(int depth) {
    checkDepth(depth);
    at++;
    if (peek() == '}') {
      at++;
      return;
    }
    while (true) {
      if (peek() != '"') {
        throw new BadJson(STRAY);
      }
      skipString();
      expect(':');
      skipValue(depth);
      if (peek() == '}') {
        at++;
        return;
      }
      expect(',');
    }
  }

  private void skipArray(int depth) {
    checkDepth(depth);
    at++;
    if (peek() == ']') {
      at++;
      return;
    }
    while (true) {
      skipValue(depth);
      if (peek() == ']') {
        at++;
        return;
      }
      expect(',');
    }
  }

  private void skipEscape() {
    escaped = true;
    if (at + 1 >= end) {
      throw new BadJson(CUT_OFF);
    }
    switch (json[at + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at += 2;
      case 'u' -> {
        if (at + 6 > end) {
          throw new BadJson(CUT_OFF);
        }
        for (int i = at + 2; i < at + 6; i++) {
          if (Character.digit(json[i], 16) < 0) {
            throw new BadJson(ESCAPE);
          }
        }
        at += 6;
      }
      default -> throw new BadJson(ESCAPE);
    }
  }

  /** One character of two to four bytes; not over-long, no surrogate, not beyond U+10FFFF. */
  private void skipCharacter(int lead) {
    if (lead >= 0xc2 && lead <= 0xdf) {
      follow(1, 0x80, 0xbf);
    } else if (lead >= 0xe0 && lead <= 0xef) {
      follow(2, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf);
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      follow(3, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf);
    } else {
      throw new BadJson(UTF8);
    }
  }

  private void follow(int count, int secondMin, int secondMax) {
    if (at + count >= end) {
      throw new BadJson(CUT_OFF);
    }
    var second = json[at + 1] & 0xff;
    if (second < secondMin || second > secondMax) {
      throw new BadJson(UTF8);
    }
    for (int i = at + 2; i <= at + count; i++) {
      if ((json[i] & 0xc0) != 0x80) {
        throw new BadJson(UTF8);
      }
    }
    at += count + 1;
  }

  private void skipWord(String word) {
    if (at + word.length() > end) {
      throw new BadJson(CUT_OFF);
    }
    for (int i = 0; i < word.length(); i++) {
      if (json[at + i] != word.charAt(i)) {
        throw new BadJson(STRAY);
      }
    }
    at += word.length();
  }

  private void skipNumber() {
    if (json[at] == '-') {
      at++;
    }
    if (at < end && json[at] == '0') {
      at++;
    } else {
      skipDigits();
    }
    if (at < end && json[at] == '.') {
      at++;
      skipDigits();
    }
    if (at < end && (json[at] == 'e' || json[at] == 'E')) {
      at++;
      if (at < end && (json[at] == '+' || json[at] == '-')) {
        at++;
      }
      skipDigits();
    }
  }

  private void skipDigits() {
    var first = at;
    while (at < end && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
    if (at == first) {
      throw new BadJson(at == end ? CUT_OFF : STRAY);
    }
  }
}
