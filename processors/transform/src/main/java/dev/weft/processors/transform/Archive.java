package dev.weft.processors.transform;

import dev.weft.processors.standard.BadContentException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/** The files of an archive, one after the other. */
final class Archive implements Closeable {
  private static final int PATH_MAX = 4_096;

  private final ArchiveInputStream<?> in;

  Archive(UnpackContent.Format format, InputStream packed) throws IOException {
    var buffered = new BufferedInputStream(packed);
    in =
        switch (format) {
          case ZIP -> new ZipArchiveInputStream(buffered);
          case TAR -> new TarArchiveInputStream(buffered);
          case TAR_GZIP -> new TarArchiveInputStream(Compression.GZIP.unpacking(buffered));
        };
  }

  /**
   * The path of the next file; folders, links and devices are left out.
   *
   * @throws BadContentException for a path that leads out of a folder it is unpacked to
   */
  Optional<String> next() throws IOException, BadContentException {
    for (ArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      if (isFile(entry)) {
        if (!in.canReadEntryData(entry)) {
          throw new BadContentException("a file in it is encrypted, or packed in an unknown way");
        }
        return Optional.of(checked(entry.getName()));
      }
    }
    return Optional.empty();
  }

  /** The content of the file that {@link #next} has named. */
  InputStream content() {
    return in;
  }

  private boolean isFile(ArchiveEntry entry) {
    return entry instanceof TarArchiveEntry tar
        ? tar.isFile() && !tar.isLink()
        : !entry.isDirectory();
  }

  private static String checked(String path) throws BadContentException {
    var parts = path.split("[/\\\\]", -1);
    var leadsOut = path.startsWith("/") || path.startsWith("\\") || path.matches("[A-Za-z]:.*");
    if (leadsOut || Arrays.asList(parts).contains("..") || path.length() > PATH_MAX) {
      throw new BadContentException("a file in it has a path that is not allowed");
    }
    return String.join("/", parts);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
