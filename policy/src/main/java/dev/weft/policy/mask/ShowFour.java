package dev.weft.policy.mask;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Shows four characters at one end and an X for each other. A text shorter than eight would show
 * half of itself or more, so it is hidden as a whole, and its length with it.
 */
final class ShowFour implements TextMask {
  private static final int SHOWN = 4;
  private static final int LENGTH_MIN = 8;
  private static final byte[] CROSSES = new byte[64];

  static {
    Arrays.fill(CROSSES, (byte) 'X');
  }

  private final boolean first;
  private final TextMask hidden;

  ShowFour(boolean first, TextMask hidden) {
    this.first = first;
    this.hidden = hidden;
  }

  @Override
  public void mask(byte[] json, int from, int to, ByteArrayOutputStream out) {
    var length = length(json, from, to);
    if (length == JsonCharacters.INVALID) {
      ScalarMask.write(ScalarMask.NULL, out);
    } else if (length < LENGTH_MIN) {
      hidden.mask(json, from, to, out);
    } else if (first) {
      out.write('"');
      out.write(json, from, skip(json, from, to, SHOWN) - from);
      crosses(length - SHOWN, out);
      out.write('"');
    } else {
      var shown = skip(json, from, to, length - SHOWN);
      out.write('"');
      crosses(length - SHOWN, out);
      out.write(json, shown, to - shown);
      out.write('"');
    }
  }

  private static int length(byte[] json, int from, int to) {
    var length = 0;
    for (var at = from; at < to; length++) {
      at = JsonCharacters.next(json, at, to);
      if (at == JsonCharacters.INVALID) {
        return JsonCharacters.INVALID;
      }
    }
    return length;
  }

  private static int skip(byte[] json, int from, int to, int characters) {
    var at = from;
    for (var i = 0; i < characters; i++) {
      at = JsonCharacters.next(json, at, to);
    }
    return at;
  }

  private static void crosses(int count, ByteArrayOutputStream out) {
    for (var left = count; left > 0; left -= CROSSES.length) {
      out.write(CROSSES, 0, Math.min(left, CROSSES.length));
    }
  }
}
