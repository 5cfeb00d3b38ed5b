package dev.weft.processors.standard.record;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Ends reading when one record takes too many bytes, whatever the parser behind it holds back. The
 * reader says where a record ends.
 */
final class GuardedInput extends FilterInputStream {
  /** A record's characters in their longest form, and what a parser reads ahead. */
  private static final long BYTES_MAX = 4L * Limits.RECORD_CHARACTERS + (1 << 20);

  private long read;

  GuardedInput(InputStream in) {
    super(in);
  }

  void endOfRecord() {
    read = 0;
  }

  @Override
  public int read() throws IOException {
    var one = in.read();
    count(one < 0 ? 0 : 1);
    return one;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    var count = in.read(to, from, length);
    count(count);
    return count;
  }

  private void count(int bytes) throws IOException {
    read += Math.max(0, bytes);
    if (read > BYTES_MAX) {
      throw new TooLargeException();
    }
  }

  /** One record is larger than may be. */
  static final class TooLargeException extends IOException {
    TooLargeException() {
      super("the record is larger than " + Limits.RECORD_CHARACTERS + " characters");
    }
  }
}
