package dev.weft.gateway.wire;

import dev.weft.gateway.json.RecordSink;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;

/** Where the parts of a batch's header are (message format 2), and how a header is made anew. */
final class BatchHeader {
  static final int BYTES = 61;
  static final byte FORMAT = 2;
  static final int MAGIC = 16;
  static final int COUNT = 57;

  private static final int LENGTH = 8;
  private static final int LENGTH_COUNTS_FROM = 12;
  private static final int CRC = 17;
  private static final int ATTRIBUTES = 21;
  private static final int LAST_OFFSET_DELTA = 23;
  private static final int BASE_TIMESTAMP = 27;
  private static final int MAX_TIMESTAMP = 35;
  private static final int PRODUCER_ID = 43;
  private static final int PRODUCER_EPOCH = 51;
  private static final int BASE_SEQUENCE = 53;
  private static final short CONTROL = 0x20;
  private static final int CODEC = 7;

  /** Key: version 0, type 1 (commit). Value: version 0, coordinator epoch 0. */
  private static final byte[] COMMIT_MARKER = {32, 0, 0, 0, 8, 0, 0, 0, 1, 12, 0, 0, 0, 0, 0, 0, 0};

  private BatchHeader() {}

  /**
   * Completes a batch whose header was copied and whose records follow it up to the sink's end.
   *
   * @param start where the batch begins in the sink
   * @param packed how its records are packed
   */
  static void complete(
      RecordSink out, int start, int count, int lastOffsetDelta, CompressionType packed) {
    var buffer = ByteBuffer.wrap(out.bytes());
    var attributes = buffer.getShort(start + ATTRIBUTES);
    buffer.putShort(start + ATTRIBUTES, (short) ((attributes & ~CODEC) | packed.id));
    buffer.putInt(start + LENGTH, out.length() - start - LENGTH_COUNTS_FROM);
    buffer.putInt(start + LAST_OFFSET_DELTA, lastOffsetDelta);
    buffer.putInt(start + COUNT, count);
    var crc = new CRC32C();
    crc.update(out.bytes(), start + ATTRIBUTES, out.length() - start - ATTRIBUTES);
    buffer.putInt(start + CRC, (int) crc.getValue());
  }

  /** A batch that takes a reader over everything up to this offset, itself included. */
  static MemoryRecords marker(long offset) {
    var out = new RecordSink(BYTES + COMMIT_MARKER.length);
    writeMarker(blank(), 0, offset, out);
    return MemoryRecords.readableRecords(ByteBuffer.wrap(out.bytes(), 0, out.length()));
  }

  /** The header of a batch without anything. */
  static byte[] blank() {
    var header = new byte[BYTES];
    header[MAGIC] = FORMAT;
    return header;
  }

  /**
   * Writes a batch that takes a reader over records that it does not get: one control record, of no
   * producer, at their last offset. An empty batch would do for Java clients, but makes others wait
   * for ever.
   *
   * @param header the header of the batch whose records are left out
   */
  static void writeMarker(byte[] header, int at, long offset, RecordSink out) {
    var start = out.length();
    out.append(header, at, at + BYTES);
    var buffer = ByteBuffer.wrap(out.bytes());
    buffer.putLong(start, offset);
    buffer.putShort(start + ATTRIBUTES, CONTROL);
    buffer.putLong(start + BASE_TIMESTAMP, buffer.getLong(start + MAX_TIMESTAMP));
    buffer.putLong(start + PRODUCER_ID, -1);
    buffer.putShort(start + PRODUCER_EPOCH, (short) -1);
    buffer.putInt(start + BASE_SEQUENCE, -1);
    out.append(COMMIT_MARKER, 0, COMMIT_MARKER.length);
    complete(out, start, 1, 0, CompressionType.NONE);
  }
}
