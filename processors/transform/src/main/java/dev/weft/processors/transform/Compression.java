package dev.weft.processors.transform;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;

/** The formats of compressed content. Several compressed texts one after the other are one. */
public enum Compression {
  GZIP(".gz", "application/gzip"),
  ZSTD(".zst", "application/zstd"),
  BZIP2(".bz2", "application/x-bzip2"),
  XZ(".xz", "application/x-xz");

  /** Enough for the highest usual level, and far from the memory of a server. */
  private static final int XZ_MEMORY_KIB = 96 * 1024;

  /** Windows of 128 MB, the most that zstd's own tool takes without being asked. */
  private static final int ZSTD_WINDOW_LOG = 27;

  private final String extension;
  private final String mediaType;

  Compression(String extension, String mediaType) {
    this.extension = extension;
    this.mediaType = mediaType;
  }

  String extension() {
    return extension;
  }

  String mediaType() {
    return mediaType;
  }

  InputStream unpacking(InputStream in) throws IOException {
    return switch (this) {
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .get();
      case ZSTD -> new ZstdInputStream(in).setLongMax(ZSTD_WINDOW_LOG);
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case XZ ->
          XZCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .setMemoryLimitKiB(XZ_MEMORY_KIB)
              .get();
    };
  }

  OutputStream packing(OutputStream out) throws IOException {
    return switch (this) {
      case GZIP -> new GZIPOutputStream(out);
      case ZSTD -> new ZstdOutputStream(out);
      case BZIP2 -> new BZip2CompressorOutputStream(out);
      case XZ -> new XZCompressorOutputStream(out);
    };
  }
}
