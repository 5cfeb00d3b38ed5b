package dev.weft.spi;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads what {@link HopWriter} wrote, and refuses everything else. */
final class HopReader {
  private final byte[] bytes;
  private int at;

  HopReader(byte[] bytes) {
    if (bytes.length > HopCodec.MAX_BYTES) {
      throw new IllegalArgumentException("a hop of " + bytes.length + " bytes is too large");
    }
    this.bytes = bytes;
  }

  boolean atEnd() {
    return at == bytes.length;
  }

  void end() {
    if (!atEnd()) {
      throw broken("bytes left over");
    }
  }

  long number() {
    var value = bits();
    if (value < 0) {
      throw broken("a number out of range");
    }
    return value;
  }

  int integer() {
    return count(number());
  }

  int count(long value) {
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw broken("a count out of range");
    }
    return (int) value;
  }

  /** A number of things of which each takes at least a byte. */
  int size() {
    var size = integer();
    expect(size);
    return size;
  }

  void expect(int atLeast) {
    if (atLeast > bytes.length - at) {
      throw broken("more announced than there is");
    }
  }

  long sum(long a, long b) {
    if (a > Long.MAX_VALUE - b) {
      throw broken("an offset out of range");
    }
    return a + b;
  }

  long signed() {
    var value = bits();
    return value >>> 1 ^ -(value & 1);
  }

  String text() {
    var length = size();
    var text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  <T> T oneOf(List<T> sources) {
    var index = number();
    if (index >= sources.size()) {
      throw broken("an unknown source");
    }
    return sources.get((int) index);
  }

  private long bits() {
    var value = 0L;
    for (var shift = 0; shift < 64; shift += 7) {
      if (atEnd()) {
        throw broken("it ends too early");
      }
      var next = bytes[at++];
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw broken("a number too long");
  }

  private IllegalArgumentException broken(String what) {
    return new IllegalArgumentException("not a hop: " + what + " at byte " + at);
  }
}
