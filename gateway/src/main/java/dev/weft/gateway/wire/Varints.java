package dev.weft.gateway.wire;

import dev.weft.gateway.json.RecordSink;

/**
 * Kafka's numbers of variable length (zig-zag, seven bits a byte), read from and written to bytes.
 */
final class Varints {
  private static final int INT_BYTES_MAX = 5;
  private static final int LONG_BYTES_MAX = 10;

  private final byte[] bytes;
  private final int end;
  int at;

  Varints(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  int next() {
    var raw = 0;
    for (int i = 0; i < INT_BYTES_MAX; i++) {
      var each = take();
      raw |= (each & 0x7f) << (7 * i);
      if (each >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw new MalformedBatch("a number is too long");
  }

  long nextLong() {
    var raw = 0L;
    for (int i = 0; i < LONG_BYTES_MAX; i++) {
      var each = take();
      raw |= (each & 0x7fL) << (7 * i);
      if (each >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw new MalformedBatch("a number is too long");
  }

  void skipLong() {
    for (int i = 0; i < LONG_BYTES_MAX; i++) {
      if (take() >= 0) {
        return;
      }
    }
    throw new MalformedBatch("a number is too long");
  }

  /** Skips so many bytes; a negative number means that there is nothing. */
  void skip(int count) {
    if (count > end - at) {
      throw new MalformedBatch("a length points beyond the end");
    }
    at += Math.max(0, count);
  }

  byte take() {
    if (at >= end) {
      throw new MalformedBatch("it ends too early");
    }
    return bytes[at++];
  }

  static void write(int value, RecordSink out) {
    var raw = (value << 1) ^ (value >> 31);
    while ((raw & ~0x7f) != 0) {
      out.append((byte) ((raw & 0x7f) | 0x80));
      raw >>>= 7;
    }
    out.append((byte) raw);
  }

  static int size(int value) {
    var raw = (value << 1) ^ (value >> 31);
    return (38 - Integer.numberOfLeadingZeros(raw)) / 7 + (raw == 0 ? 1 : 0);
  }
}
