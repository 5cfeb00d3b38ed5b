package dev.weft.gateway.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Walks over the unpacked records of a batch without copying them, and says where the parts of each
 * are. For one thread.
 */
final class RecordCursor {
  final byte[] source;
  private final int to;
  private final Varints reader;

  /** Where the record begins, its length included, and where the next one does. */
  int start;

  int end;

  /** Where the record's attributes, time and offset begin. */
  int bodyAt;

  /** Where its key begins, the key's length included. */
  int keyAt;

  int keyFrom;

  /** Negative: there is none. */
  int keyLength;

  int valueFrom;

  /** Negative: there is none. */
  int valueLength;

  RecordCursor(byte[] source, int from, int to) {
    this.source = source;
    this.to = to;
    this.reader = new Varints(source, from, to);
  }

  /** Steps to the next record; throws {@link MalformedBatch} when there is not a whole one. */
  void next() {
    start = reader.at;
    var length = reader.next();
    bodyAt = reader.at;
    if (length < 0) {
      throw new MalformedBatch("a record has a negative length");
    }
    reader.skip(length);
    end = reader.at;
    reader.at = bodyAt;
    reader.take();
    reader.skipLong();
    reader.next();
    keyAt = reader.at;
    keyLength = reader.next();
    keyFrom = reader.at;
    reader.skip(keyLength);
    valueLength = reader.next();
    valueFrom = reader.at;
    reader.skip(valueLength);
    if (reader.at > end) {
      throw new MalformedBatch("a record is longer than it says");
    }
    reader.at = end;
  }

  /** Whether everything has been walked over. */
  boolean isAtEnd() {
    return reader.at == to;
  }

  /** A copy. */
  Optional<ByteBuffer> key() {
    return copy(keyFrom, keyLength);
  }

  /** A copy. */
  Optional<ByteBuffer> value() {
    return copy(valueFrom, valueLength);
  }

  private Optional<ByteBuffer> copy(int from, int length) {
    return length < 0
        ? Optional.empty()
        : Optional.of(ByteBuffer.wrap(Arrays.copyOfRange(source, from, from + length)));
  }
}
