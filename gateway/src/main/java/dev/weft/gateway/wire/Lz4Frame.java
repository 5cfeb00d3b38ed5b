package dev.weft.gateway.wire;

import dev.weft.gateway.json.RecordSink;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/**
 * Packs records as an LZ4 frame: independent blocks of 64 KiB without checksums of their own, as
 * Kafka's clients write them (LZ4 frame format 1.6.4). Kafka's own stream allocates and clears 130
 * kB for every batch, which costs as much as packing a small one. For one thread.
 */
final class Lz4Frame {
  private static final int BLOCK_BYTES = 64 * 1024;

  /** The magic number, the flags, the size of blocks, and the checksum of these two. */
  private static final byte[] HEADER = {0x04, 0x22, 0x4D, 0x18, 0x60, 0x40, (byte) 0x82};

  private static final int LENGTH_BYTES = 4;
  private static final int STORED = 1 << 31;

  private final LZ4Compressor compressor = LZ4Factory.fastestInstance().fastCompressor();

  /** Appends the bytes, packed. */
  void append(byte[] bytes, int length, RecordSink out) {
    out.append(HEADER, 0, HEADER.length);
    for (var from = 0; from < length; from += BLOCK_BYTES) {
      block(bytes, from, Math.min(BLOCK_BYTES, length - from), out);
    }
    length(0, out);
  }

  /** A block that does not become smaller is stored as it is. */
  private void block(byte[] bytes, int from, int length, RecordSink out) {
    var most = compressor.maxCompressedLength(length);
    out.reserve(LENGTH_BYTES + most);
    var at = out.length() + LENGTH_BYTES;
    var packed = compressor.compress(bytes, from, length, out.bytes(), at, most);
    if (packed < length) {
      length(packed, out);
      out.advance(packed);
    } else {
      length(length | STORED, out);
      out.append(bytes, from, from + length);
    }
  }

  /** Least byte first. */
  private static void length(int value, RecordSink out) {
    for (var shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.append((byte) (value >>> shift));
    }
  }
}
