package dev.weft.flow;

import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.ContentSpace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The space of one flow: content of up to {@value #MEMORY_BYTES} bytes in memory, larger content in
 * files that only this user may read, and together never more than a limit. What is there is thrown
 * away when the unit of work ends; a killed process leaves files, which the next start removes.
 */
final class SpillSpace implements ContentSpace, AutoCloseable {
  static final int MEMORY_BYTES = 256 * 1024;

  private final Path folder;
  private final long bytesMax;
  private final AtomicLong used = new AtomicLong();
  private boolean begun;
  private final List<Path> files = new CopyOnWriteArrayList<>();

  /**
   * Below this folder, which is made when first needed.
   *
   * @param bytesMax how much the files may take together
   */
  SpillSpace(Path folder, long bytesMax) {
    this.folder = folder;
    this.bytesMax = bytesMax;
  }

  @Override
  public Bytes write(Origin origin, Writing writing) throws IOException {
    try (var out = new Spilling()) {
      writing.to(out);
      return out.content(origin);
    }
  }

  /** Throws away all content: nothing of the unit of work is needed any more. */
  void clear() {
    for (var file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException("The flow's spilled content cannot be removed", e);
      }
    }
    files.clear();
    used.set(0);
  }

  @Override
  public void close() {
    clear();
  }

  private synchronized Path file() throws IOException {
    if (!begun) {
      removeLeftovers();
      begun = true;
    }
    Files.createDirectories(folder);
    var mine = PosixFilePermissions.fromString("rw-------");
    var file =
        Files.createTempFile(folder, "content-", "", PosixFilePermissions.asFileAttribute(mine));
    files.add(file);
    return file;
  }

  private void removeLeftovers() throws IOException {
    if (Files.isDirectory(folder)) {
      try (var left = Files.list(folder)) {
        for (var file : left.toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Memory first, then a file. */
  private final class Spilling extends OutputStream {
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
    private OutputStream file;
    private Path path;
    private long size;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      size += length;
      if (file == null && size > MEMORY_BYTES) {
        path = SpillSpace.this.file();
        file = Files.newOutputStream(path);
        take(memory.size());
        memory.writeTo(file);
        memory.reset();
      }
      if (file == null) {
        memory.write(bytes, from, length);
      } else {
        take(length);
        file.write(bytes, from, length);
      }
    }

    private void take(long bytes) throws IOException {
      if (used.addAndGet(bytes) > bytesMax) {
        throw new IOException(
            "The flow's content takes more than "
                + bytesMax
                + " bytes of disk, which is the limit (flow.spill.mb).");
      }
    }

    Bytes content(Origin origin) throws IOException {
      close();
      if (path != null) {
        var kept = path;
        return new Bytes(() -> Files.newInputStream(kept), size, origin);
      }
      var bytes = memory.toByteArray();
      return new Bytes(() -> new ByteArrayInputStream(bytes), size, origin);
    }

    @Override
    public void close() throws IOException {
      if (file != null) {
        file.close();
      }
    }
  }
}
