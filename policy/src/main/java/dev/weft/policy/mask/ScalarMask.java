package dev.weft.policy.mask;

import dev.weft.spi.Mask;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A mask of one kind. Texts are masked by a {@link TextMask}; numbers and booleans keep their type
 * and lose their value; null stays null.
 */
final class ScalarMask implements Mask {
  static final byte[] NULL = ascii("null");
  private static final byte[] FALSE = ascii("false");
  private static final byte[] ZERO = ascii("0");
  private static final int NUMBER_BYTES_MAX = 400;

  /** Integers below this survive every JSON reader, also those that know only doubles. */
  private static final long EXACT_IN_A_DOUBLE = 1L << 53;

  private final MaskKind kind;
  private final TextMask texts;
  private final KeyedHash values;
  private final KeyedHash keys;

  ScalarMask(MaskKind kind, TextMask texts, KeyedHash values, KeyedHash keys) {
    this.kind = kind;
    this.texts = texts;
    this.values = values;
    this.keys = keys;
  }

  @Override
  public String name() {
    return kind.word();
  }

  @Override
  public void mask(byte[] json, int from, int to, ByteArrayOutputStream out) {
    if (kind == MaskKind.NONE) {
      out.write(json, from, to - from);
    } else if (kind == MaskKind.NULL || to <= from) {
      write(NULL, out);
    } else {
      hide(json, from, to, out);
    }
  }

  private void hide(byte[] json, int from, int to, ByteArrayOutputStream out) {
    var first = json[from];
    if (first == '"' && to - from >= 2 && json[to - 1] == '"') {
      texts.mask(json, from + 1, to - 1, out);
    } else if (first == '-' || (first >= '0' && first <= '9')) {
      number(json, from, to, out);
    } else {
      write(first == 't' || first == 'f' ? FALSE : NULL, out);
    }
  }

  private void number(byte[] json, int from, int to, ByteArrayOutputStream out) {
    if (kind != MaskKind.HASH) {
      write(ZERO, out);
    } else if (to - from > NUMBER_BYTES_MAX) {
      write(NULL, out);
    } else {
      hash(new String(json, from, to - from, StandardCharsets.US_ASCII), out);
    }
  }

  /** Equal numbers hash alike however they are written: 1, 1.0 and 1e0. */
  private void hash(String number, ByteArrayOutputStream out) {
    try {
      var canonical = ascii(new BigDecimal(number).stripTrailingZeros().toString());
      var hash = values.number(canonical, 0, canonical.length, EXACT_IN_A_DOUBLE);
      write(ascii(Long.toString(hash)), out);
    } catch (NumberFormatException e) {
      write(NULL, out);
    }
  }

  @Override
  public byte[] token(byte[] key) {
    return Base64.getUrlEncoder().withoutPadding().encode(keys.of(key));
  }

  @Override
  public String toString() {
    return name();
  }

  static void write(byte[] bytes, ByteArrayOutputStream out) {
    out.write(bytes, 0, bytes.length);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
