package dev.weft.policy.mask;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Masks the inside of a JSON string and writes a whole JSON string, or null when in doubt. */
interface TextMask {
  /** The bytes from {@code from} to {@code to} are what stands between the quotes. */
  void mask(byte[] json, int from, int to, ByteArrayOutputStream out);

  /** Writes one text, whatever it is given. */
  static TextMask constant(String text) {
    var json = ('"' + text + '"').getBytes(StandardCharsets.US_ASCII);
    return (in, from, to, out) -> out.write(json, 0, json.length);
  }
}
