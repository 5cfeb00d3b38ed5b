package dev.weft.gateway.json;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * A growing buffer of bytes that masks can write to and that can be read and cut off without
 * copying. For one thread; reused from record to record.
 */
public final class RecordSink extends ByteArrayOutputStream {
  public RecordSink(int initialBytes) {
    super(initialBytes);
  }

  /** Appends without taking the lock that the inherited methods take. */
  public void append(byte[] source, int from, int to) {
    var length = to - from;
    reserve(length);
    System.arraycopy(source, from, buf, count, length);
    count += length;
  }

  public void append(byte single) {
    reserve(1);
    buf[count++] = single;
  }

  /** Forgets what was written after the first {@code bytes}. */
  public void truncate(int bytes) {
    if (bytes > count) {
      throw new IllegalArgumentException("there are only " + count + " bytes");
    }
    count = bytes;
  }

  public void clear() {
    count = 0;
  }

  /** Empties it and gives back the memory that one large record took. */
  public void clear(int bytesKept) {
    count = 0;
    if (buf.length > bytesKept) {
      buf = new byte[bytesKept];
    }
  }

  public int length() {
    return count;
  }

  /** The bytes themselves, valid up to {@link #length()} and until the next write. */
  public byte[] bytes() {
    return buf;
  }

  /** Makes room for so many more bytes, to be written into {@link #bytes()} and then kept. */
  public void reserve(int more) {
    if (count + more > buf.length) {
      buf = Arrays.copyOf(buf, Math.max(count + more, buf.length * 2));
    }
  }

  /** Keeps so many bytes that were written behind the end. */
  public void advance(int more) {
    count += more;
  }
}
