package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.ContentSpace;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes text apart by lines. Bytes are copied as they are, so any encoding in which a line break is
 * the byte 10 will do, and a line may have any length.
 */
public final class SplitText
    implements ProcessorType.OfProcessor<SplitText.Settings>, SendsNothing<SplitText.Settings> {
  private static final int HEADER_BYTES_MAX = 1 << 20;

  /** How to take apart. */
  public record Settings(
      @Doc("Lines in each piece, at most, without the header.") int linesPerSplit,
      @Doc("How many lines at the beginning are repeated in each piece.") int headerLines,
      @Doc("Pieces of one FlowFile, at most; one with more goes to failure.") int splitsMax) {
    public Settings {
      if (linesPerSplit < 1) {
        throw new IllegalArgumentException("linesPerSplit must be 1 or more");
      }
      if (headerLines < 0 || headerLines > 1_000) {
        throw new IllegalArgumentException("headerLines must be from 0 to 1000");
      }
      splitsMax = Bounds.number("splitsMax", splitsMax, 1, 1_000_000, 100_000);
    }
  }

  @Override
  public String name() {
    return "SplitText";
  }

  @Override
  public String summary() {
    return "Takes text apart by lines into pieces, marked by fragment.*.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("splits", "original", "failure");
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new OnBytes(
        (in, bytes, out) -> {
          var pieces = pieces(bytes, settings, context.space());
          var fragments = Fragments.of(in);
          for (var i = 0; i < pieces.size(); i++) {
            out.emit("splits", fragments.mark(in.with(pieces.get(i)), i, pieces.size()));
          }
          out.emit("original", fragments.original(in, pieces.size()));
        });
  }

  private static List<Bytes> pieces(Bytes bytes, Settings settings, ContentSpace space)
      throws IOException, BadContentException {
    var pieces = new ArrayList<Bytes>();
    try (var in = new BufferedInputStream(bytes.opener().open())) {
      var header = header(in, settings.headerLines());
      var line = settings.headerLines() + 1L;
      while (hasMore(in)) {
        if (pieces.size() == settings.splitsMax()) {
          throw new BadContentException("it has more than " + pieces.size() + " pieces");
        }
        var origin = bytes.origin().within("line", line);
        pieces.add(
            space.write(
                origin,
                out -> {
                  out.write(header);
                  copyLines(in, settings.linesPerSplit(), out);
                }));
        line += settings.linesPerSplit();
      }
    }
    return pieces;
  }

  private static byte[] header(InputStream in, int lines) throws IOException, BadContentException {
    var header = new ByteArrayOutputStream();
    for (var left = lines; left > 0 && hasMore(in); ) {
      var next = in.read();
      header.write(next);
      left -= next == '\n' ? 1 : 0;
      if (header.size() > HEADER_BYTES_MAX) {
        throw new BadContentException("the header is larger than " + HEADER_BYTES_MAX + " bytes");
      }
    }
    return header.toByteArray();
  }

  private static void copyLines(InputStream in, int lines, OutputStream out) throws IOException {
    var left = lines;
    for (var next = in.read(); next >= 0; next = left == 0 ? -1 : in.read()) {
      out.write(next);
      left -= next == '\n' ? 1 : 0;
    }
  }

  private static boolean hasMore(InputStream in) throws IOException {
    in.mark(1);
    var more = in.read() >= 0;
    in.reset();
    return more;
  }
}
