package dev.weft.gateway.avro;

/**
 * Reads Avro's binary encoding, strictly: throws {@link BadAvro} where a length points beyond the
 * end, or a value has more bytes than its type. For one thread; reused from record to record.
 */
final class AvroReader {
  static final int DEPTH_MAX = 100;

  /** Items that take no byte, such as nulls: some bytes could announce any number of them. */
  private static final int EMPTY_ITEMS_MAX = 10_000;

  private static final int CONTAINERS_MAX = 1_000_000;

  private static final String CUT_OFF = "the value ends too early";
  private static final String TOO_LONG = "a number is longer than its type";

  byte[] bytes = new byte[0];
  int at;
  private int end;
  private int emptyItems;
  private int containers;

  void start(byte[] source, int from, int to) {
    bytes = source;
    at = from;
    end = to;
    emptyItems = 0;
    containers = 0;
  }

  void expectEnd() {
    if (at != end) {
      throw new BadAvro("bytes follow the value");
    }
  }

  /** Called with each record, array and map: some of them take no byte either. */
  void enter(int depth) {
    if (depth > DEPTH_MAX || ++containers > CONTAINERS_MAX) {
      throw new BadAvro("nested too deeply");
    }
  }

  /** Called after each item of an array, with where it began. */
  void checkItem(int from) {
    if (at == from && ++emptyItems > EMPTY_ITEMS_MAX) {
      throw new BadAvro("too many items that take no byte");
    }
  }

  byte take() {
    if (at >= end) {
      throw new BadAvro(CUT_OFF);
    }
    return bytes[at++];
  }

  void skip(int count) {
    if (count < 0 || count > end - at) {
      throw new BadAvro(CUT_OFF);
    }
    at += count;
  }

  long takeLong() {
    var first = take();
    if (first >= 0) {
      return (long) (first >>> 1) ^ -(first & 1);
    }
    long value = first & 0x7f;
    for (int shift = 7; shift < 70; shift += 7) {
      var next = take();
      if (shift == 63 && next > 1) {
        break;
      }
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
    throw new BadAvro(TOO_LONG);
  }

  int takeInt() {
    var from = at;
    var value = takeLong();
    if (at - from > 5 || value != (int) value) {
      throw new BadAvro(TOO_LONG);
    }
    return (int) value;
  }

  /** The length of what follows, which is there. */
  int takeLength() {
    var length = takeLong();
    if (length < 0 || length > end - at) {
      throw new BadAvro("a length points beyond the end");
    }
    return (int) length;
  }

  boolean takeBoolean() {
    var value = take();
    if (value != 0 && value != 1) {
      throw new BadAvro("a boolean is neither true nor false");
    }
    return value == 1;
  }

  int takeIndex(int size) {
    var index = takeInt();
    if (index < 0 || index >= size) {
      throw new BadAvro("there is no branch or symbol with this number");
    }
    return index;
  }

  int takeFixed32() {
    var from = at;
    skip(4);
    return (bytes[from] & 0xff)
        | (bytes[from + 1] & 0xff) << 8
        | (bytes[from + 2] & 0xff) << 16
        | (bytes[from + 3] & 0xff) << 24;
  }

  long takeFixed64() {
    return (takeFixed32() & 0xffffffffL) | (long) takeFixed32() << 32;
  }

  /**
   * The blocks of an array or map: how many items follow, 0 at the end. Remembers where the block
   * must end, if it says so; {@link Block#end()} checks that.
   */
  Block block() {
    var count = takeLong();
    if (count >= 0) {
      return new Block(count, -1);
    }
    var size = takeLength();
    if (count == Long.MIN_VALUE) {
      throw new BadAvro("a block has too many items");
    }
    return new Block(-count, at + size);
  }

  /** One block of items. */
  final class Block {
    final long count;
    private final int until;

    private Block(long count, int until) {
      this.count = count;
      this.until = until;
    }

    boolean saysItsSize() {
      return until >= 0;
    }

    void end() {
      if (until >= 0 && until != at) {
        throw new BadAvro("a block has another size than it says");
      }
    }
  }
}
