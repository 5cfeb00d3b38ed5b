package dev.weft.tools.classify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** The codecs that can be read without Hadoop: the library's own, and GZIP by the JDK. */
record ParquetCodecs(CompressionCodecFactory own) implements CompressionCodecFactory {
  private static final Set<CompressionCodecName> OWN =
      Set.of(
          CompressionCodecName.UNCOMPRESSED,
          CompressionCodecName.SNAPPY,
          CompressionCodecName.ZSTD,
          CompressionCodecName.LZ4_RAW);

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    if (codec == CompressionCodecName.GZIP) {
      return new Gunzip();
    }
    if (!OWN.contains(codec)) {
      throw new IllegalArgumentException("its codec " + codec + " is not read here");
    }
    return own.getDecompressor(codec);
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("files are only read here");
  }

  @Override
  public void release() {
    own.release();
  }

  private static final class Gunzip implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int length) throws IOException {
      return BytesInput.from(unzipped(bytes.toInputStream(), length));
    }

    @Override
    public void decompress(ByteBuffer in, int inLength, ByteBuffer out, int outLength)
        throws IOException {
      var packed = new byte[inLength];
      in.get(packed);
      out.put(unzipped(new ByteArrayInputStream(packed), outLength));
    }

    /** No more than the page says it is long. */
    private static byte[] unzipped(InputStream packed, int length) throws IOException {
      try (var in = new GZIPInputStream(packed)) {
        return in.readNBytes(length);
      }
    }

    @Override
    public void release() {
      // Nothing is held.
    }
  }
}
