package dev.weft.gateway.avro;

import dev.weft.gateway.json.RecordSink;

/** Writes Avro's binary encoding of what is not copied. */
final class AvroBytes {
  private AvroBytes() {}

  static void writeLong(long value, RecordSink out) {
    var rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      out.append((byte) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.append((byte) rest);
  }

  static void writeFixed32(int value, RecordSink out) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.append((byte) (value >>> shift));
    }
  }

  static void writeFixed64(long value, RecordSink out) {
    writeFixed32((int) value, out);
    writeFixed32((int) (value >>> 32), out);
  }

  static void writeBytes(byte[] bytes, RecordSink out) {
    writeLong(bytes.length, out);
    out.append(bytes, 0, bytes.length);
  }
}
