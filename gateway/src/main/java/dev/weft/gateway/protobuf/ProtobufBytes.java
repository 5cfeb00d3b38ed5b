package dev.weft.gateway.protobuf;

import dev.weft.gateway.json.RecordSink;

/** Writes Protobuf's wire format of what is not copied. */
final class ProtobufBytes {
  private ProtobufBytes() {}

  static void writeVarint(long value, RecordSink out) {
    var rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.append((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.append((byte) rest);
  }

  static int varintBytes(long value) {
    var bytes = 1;
    for (long rest = value >>> 7; rest != 0; rest >>>= 7) {
      bytes++;
    }
    return bytes;
  }

  static void writeTag(int number, int wire, RecordSink out) {
    writeVarint((long) number << 3 | wire, out);
  }

  static void writeFixed32(int value, RecordSink out) {
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.append((byte) (value >>> shift));
    }
  }

  static void writeFixed64(long value, RecordSink out) {
    writeFixed32((int) value, out);
    writeFixed32((int) (value >>> 32), out);
  }

  static void writeBytes(byte[] bytes, RecordSink out) {
    writeVarint(bytes.length, out);
    out.append(bytes, 0, bytes.length);
  }

  /** What was written since {@code mark}, with its length before it. */
  static void prefixLength(int mark, RecordSink out) {
    fitLength(mark, mark, out);
  }

  /** Puts the length of what follows {@code bodyAt} between {@code lengthAt} and it. */
  static void fitLength(int lengthAt, int bodyAt, RecordSink out) {
    var length = out.length() - bodyAt;
    var more = varintBytes(length) - (bodyAt - lengthAt);
    if (more > 0) {
      out.reserve(more);
    }
    if (more != 0) {
      System.arraycopy(out.bytes(), bodyAt, out.bytes(), bodyAt + more, length);
      out.advance(more);
    }
    var bytes = out.bytes();
    var rest = length;
    for (int at = lengthAt; at < bodyAt + more; at++) {
      bytes[at] = (byte) ((rest & 0x7f) | (at < bodyAt + more - 1 ? 0x80 : 0));
      rest >>>= 7;
    }
  }
}
