package dev.weft.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Records as serializers frame them that know a schema registry. */
public final class Framed {
  private Framed() {}

  /** Avro behind the schema's id. */
  public static byte[] avro(int id, byte[] body) {
    return ByteBuffer.allocate(5 + body.length).put((byte) 0).putInt(id).put(body).array();
  }

  /**
   * Protobuf behind the schema's id and the message's place in its file.
   *
   * @param index of the message and, if it is within others, of these before it; none: the first
   */
  public static byte[] protobuf(int id, byte[] message, int... index) {
    var body = new ByteArrayOutputStream();
    varint(index.length, body);
    for (var each : index) {
      varint(each, body);
    }
    body.writeBytes(message);
    return avro(id, body.toByteArray());
  }

  /** Zigzag, as Avro writes numbers. */
  private static void varint(int value, ByteArrayOutputStream out) {
    var rest = (value << 1) ^ (value >> 31);
    while ((rest & ~0x7f) != 0) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
