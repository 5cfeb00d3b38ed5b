package dev.weft.server.files;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** Where a file goes as it is written: from its beginning to its end, and not beyond its limit. */
final class BoundedOutput extends PositionOutputStream implements OutputFile {
  private final OutputStream out;
  private final long bytesMax;
  private long position;

  BoundedOutput(OutputStream out, long bytesMax) {
    this.out = out;
    this.bytesMax = bytesMax;
  }

  @Override
  public long getPos() {
    return position;
  }

  @Override
  public void write(int value) throws IOException {
    room(1);
    out.write(value);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    room(length);
    out.write(bytes, from, length);
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  /** The stream below stays open: whoever gave it says when its end is an end. */
  @Override
  public void close() throws IOException {
    flush();
  }

  private void room(int length) {
    position += length;
    if (position > bytesMax) {
      throw new Problem(
              Problem.Kind.TOO_LARGE,
              "file-too-large",
              Place.NOWHERE,
              "A file has " + bytesMax + " bytes at most.",
              "Ask for a shorter time: from and until.")
          .asException();
    }
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return this;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return this;
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }
}
