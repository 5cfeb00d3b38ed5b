package dev.weft.spi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Numbers and texts of a hop as bytes: seven bits a byte, the lowest first. */
final class HopWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

  int size() {
    return bytes.size();
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  void number(long value) {
    if (value < 0) {
      throw new IllegalArgumentException("a hop has no negative numbers here: " + value);
    }
    bits(value);
  }

  void signed(long value) {
    bits(value << 1 ^ value >> 63);
  }

  void text(String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    bytes.writeBytes(utf8);
  }

  private void bits(long value) {
    var rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    bytes.write((int) rest);
  }
}
