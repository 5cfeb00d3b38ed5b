package dev.weft.processors.transform;

import dev.weft.processors.standard.Attributes;
import dev.weft.processors.standard.Bounds;
import dev.weft.processors.standard.OnBytes;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Compresses content, or unpacks it again. Streams; the filename follows. */
public final class CompressContent
    implements ProcessorType.OfProcessor<CompressContent.Settings>,
        KeepsFields<CompressContent.Settings>,
        SendsNothing<CompressContent.Settings> {
  /** In which direction. */
  public record Settings(
      @Doc("compress or decompress.") Mode mode,
      @Doc("gzip, zstd, bzip2 or xz.") Compression format,
      @Doc("decompress: content that becomes larger goes to failure.") long bytesMax) {
    public Settings {
      if (mode == null) {
        throw new IllegalArgumentException("mode must be compress or decompress");
      }
      format = format == null ? Compression.GZIP : format;
      bytesMax = Bounds.number("bytesMax", bytesMax, 1, 1L << 40, 1L << 30);
    }
  }

  /** In which direction. */
  public enum Mode {
    COMPRESS,
    DECOMPRESS
  }

  @Override
  public String name() {
    return "CompressContent";
  }

  @Override
  public String summary() {
    return "Compresses content with gzip, zstd, bzip2 or xz, or unpacks it again.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new OnBytes(
        (in, bytes, out) -> {
          var format = settings.format();
          if (settings.mode() == Mode.COMPRESS) {
            var packed = context.space().write(bytes.origin(), to -> pack(bytes, format, to));
            out.emit("success", packed(in, packed, format));
          } else {
            var most = settings.bytesMax();
            var plain =
                context.space().write(bytes.origin(), to -> unpack(bytes, format, most, to));
            out.emit("success", unpacked(in, plain, format));
          }
        });
  }

  private static void pack(Bytes bytes, Compression format, OutputStream to) throws IOException {
    try (var in = bytes.opener().open();
        var out = format.packing(new StaysOpen(to))) {
      in.transferTo(out);
    }
  }

  private static void unpack(Bytes bytes, Compression format, long most, OutputStream to)
      throws IOException {
    try (var in = format.unpacking(new BufferedInputStream(bytes.opener().open()))) {
      in.transferTo(new LimitedOutput(to, most));
    }
  }

  private static FlowFile packed(FlowFile in, Bytes content, Compression format) {
    var name = in.attributes().get(Attributes.FILENAME);
    var packed = in.with(content).with(Attributes.MIME_TYPE, format.mediaType());
    return name == null ? packed : packed.with(Attributes.FILENAME, name + format.extension());
  }

  private static FlowFile unpacked(FlowFile in, Bytes content, Compression format) {
    var name = in.attributes().getOrDefault(Attributes.FILENAME, "");
    var length = name.length() - format.extension().length();
    return name.endsWith(format.extension()) && length > 0
        ? in.with(content).with(Attributes.FILENAME, name.substring(0, length))
        : in.with(content);
  }

  /** The format must be finished by closing; the space closes its own stream. */
  static final class StaysOpen extends FilterOutputStream {
    StaysOpen(OutputStream out) {
      super(new BufferedOutputStream(out));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
