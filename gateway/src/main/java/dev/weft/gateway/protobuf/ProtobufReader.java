package dev.weft.gateway.protobuf;

/**
 * Reads Protobuf's wire format, strictly: throws {@link BadProtobuf} where a length points beyond
 * the end, or a number has more bytes than it may. For one thread; reused from record to record.
 *
 * <p>Source: protobuf.dev, "Encoding".
 */
final class ProtobufReader {
  static final int DEPTH_MAX = 100;

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH = 2;
  static final int GROUP = 3;
  static final int GROUP_END = 4;
  static final int FIXED32 = 5;

  private static final int WIRE_BITS = 3;

  byte[] bytes = new byte[0];
  int at;
  private int end;

  void start(byte[] source, int from, int to) {
    bytes = source;
    at = from;
    end = to;
  }

  int end() {
    return end;
  }

  boolean more() {
    return at < end;
  }

  /** Called with each message. */
  void enter(int depth) {
    if (depth > DEPTH_MAX) {
      throw new BadProtobuf("nested too deeply");
    }
  }

  /** What follows is so long; returns where what is around it ends, for {@link #finish}. */
  int begin(int length) {
    var outer = end;
    end = at + length;
    return outer;
  }

  void finish(int outer) {
    if (at != end) {
      throw new BadProtobuf("a message has another length than it says");
    }
    end = outer;
  }

  byte take() {
    if (at >= end) {
      throw new BadProtobuf("the message ends too early");
    }
    return bytes[at++];
  }

  void skip(int count) {
    if (count < 0 || count > end - at) {
      throw new BadProtobuf("the message ends too early");
    }
    at += count;
  }

  long takeVarint() {
    var first = take();
    if (first >= 0) {
      return first;
    }
    long value = first & 0x7f;
    for (int shift = 7; shift < 70; shift += 7) {
      var next = take();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new BadProtobuf("a number has more than ten bytes");
  }

  /** The number of a field, and in the lowest three bits how its value is written. */
  int takeTag() {
    var tag = takeVarint();
    if (tag >>> 32 != 0 || tag >>> WIRE_BITS == 0) {
      throw new BadProtobuf("there is no field of this number");
    }
    return (int) tag;
  }

  static int number(int tag) {
    return tag >>> WIRE_BITS;
  }

  static int wire(int tag) {
    return tag & ((1 << WIRE_BITS) - 1);
  }

  /** The length of what follows, which is there. */
  int takeLength() {
    var length = takeVarint();
    if (length < 0 || length > end - at) {
      throw new BadProtobuf("a length points beyond the end");
    }
    return (int) length;
  }

  int takeFixed32() {
    var from = at;
    skip(Integer.BYTES);
    return (bytes[from] & 0xff)
        | (bytes[from + 1] & 0xff) << 8
        | (bytes[from + 2] & 0xff) << 16
        | (bytes[from + 3] & 0xff) << 24;
  }

  long takeFixed64() {
    return (takeFixed32() & 0xffffffffL) | (long) takeFixed32() << 32;
  }

  /** Passes over the value of a field that the schema does not have. */
  void skipValue(int tag, int depth) {
    switch (wire(tag)) {
      case VARINT -> takeVarint();
      case FIXED64 -> skip(Long.BYTES);
      case LENGTH -> skip(takeLength());
      case GROUP -> skipGroup(number(tag), depth + 1);
      case FIXED32 -> skip(Integer.BYTES);
      default -> throw new BadProtobuf("a value is written in no known way");
    }
  }

  private void skipGroup(int number, int depth) {
    enter(depth);
    while (true) {
      var tag = takeTag();
      if (wire(tag) == GROUP_END) {
        if (number(tag) != number) {
          throw new BadProtobuf("a group ends that did not begin");
        }
        return;
      }
      skipValue(tag, depth);
    }
  }
}
