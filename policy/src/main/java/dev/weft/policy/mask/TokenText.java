package dev.weft.policy.mask;

import java.io.ByteArrayOutputStream;

/**
 * The keyed token of a text, the very one that a record key with these characters gets: a masked
 * field still joins with the masked key of another port.
 */
final class TokenText implements TextMask {
  private final KeyedHash keys;
  private final int lengthMax;

  TokenText(KeyedHash keys, int lengthMax) {
    this.keys = keys;
    this.lengthMax = lengthMax;
  }

  @Override
  public void mask(byte[] json, int from, int to, ByteArrayOutputStream out) {
    var text = JsonCharacters.decoded(json, from, to);
    if (text == null) {
      ScalarMask.write(ScalarMask.NULL, out);
      return;
    }
    var token = ScalarMask.token(keys, text);
    out.write('"');
    out.write(token, 0, Math.min(token.length, lengthMax));
    out.write('"');
  }
}
