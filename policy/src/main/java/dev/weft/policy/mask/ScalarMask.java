package dev.weft.policy.mask;

import dev.weft.spi.Mask;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A mask of one kind. Texts are masked by a {@link TextMask}, numbers by a {@link NumberMask};
 * booleans keep their type and lose their value; null stays null.
 */
final class ScalarMask implements Mask {
  static final byte[] NULL = ascii("null");
  private static final byte[] FALSE = ascii("false");

  private final MaskKind kind;
  private final TextMask texts;
  private final NumberMask numbers;
  private final KeyedHash keys;

  ScalarMask(MaskKind kind, TextMask texts, NumberMask numbers, KeyedHash keys) {
    this.kind = kind;
    this.texts = texts;
    this.numbers = numbers;
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
      numbers.mask(json, from, to, out);
    } else {
      write(first == 't' || first == 'f' ? FALSE : NULL, out);
    }
  }

  @Override
  public byte[] token(byte[] key) {
    return token(keys, key);
  }

  /** The token of some bytes: the same for equal bytes, wherever they stand. */
  static byte[] token(KeyedHash keys, byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encode(keys.of(bytes));
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
