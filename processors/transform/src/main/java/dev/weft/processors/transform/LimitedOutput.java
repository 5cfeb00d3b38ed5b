package dev.weft.processors.transform;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Refuses more than so many bytes, so that a bomb ends when it has become that large. */
final class LimitedOutput extends FilterOutputStream {
  private final long most;
  private long written;

  LimitedOutput(OutputStream out, long most) {
    super(out);
    this.most = most;
  }

  @Override
  public void write(int b) throws IOException {
    count(1);
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    count(length);
    out.write(bytes, from, length);
  }

  private void count(int length) throws IOException {
    written += length;
    if (written > most) {
      throw new IOException("it is larger than " + most + " bytes when unpacked");
    }
  }
}
