package dev.weft.processors.transform;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weft.processors.standard.Attributes;
import dev.weft.processors.standard.BadContentException;
import dev.weft.processors.standard.Bounds;
import dev.weft.processors.standard.Fragments;
import dev.weft.processors.standard.OnBytes;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a FlowFile of each file in an archive, or none at all: an archive that is broken, or whose
 * limits are passed, goes to {@code failure} as a whole. Archives within archives stay as they are.
 *
 * <p>Read as a stream: a zip entry that is stored without its size before it, or encrypted, cannot
 * be read.
 */
public final class UnpackContent
    implements ProcessorType.OfProcessor<UnpackContent.Settings>,
        SendsNothing<UnpackContent.Settings> {
  /** What kind of archive, and how large it may be. */
  public record Settings(
      @Doc("zip, tar or tar-gzip.") Format format,
      @Doc("Archives with more files go to failure.") int filesMax,
      @Doc("Archives whose files are larger together go to failure.") long bytesMax) {
    public Settings {
      if (format == null) {
        throw new IllegalArgumentException("format must be zip, tar or tar-gzip");
      }
      filesMax = Bounds.number("filesMax", filesMax, 1, 100_000, 10_000);
      bytesMax = Bounds.number("bytesMax", bytesMax, 1, 1L << 40, 1L << 30);
    }
  }

  /** The kinds of archive. */
  public enum Format {
    @JsonProperty("zip")
    ZIP,
    @JsonProperty("tar")
    TAR,
    @JsonProperty("tar-gzip")
    TAR_GZIP
  }

  @Override
  public String name() {
    return "UnpackContent";
  }

  @Override
  public String summary() {
    return "Makes a FlowFile of each file in a zip or tar archive, marked by fragment.*.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success", "original", "failure");
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    return new OnBytes(
        (in, bytes, out) -> {
          var files = unpack(bytes, settings, context);
          var fragments = Fragments.of(in);
          for (var i = 0; i < files.size(); i++) {
            // Marked first: the mark tells the archive's name, the file has its own.
            var piece = fragments.mark(in.with(files.get(i).content()), i, files.size());
            out.emit("success", named(piece, files.get(i).path()));
          }
          out.emit("original", fragments.original(in, files.size()));
        });
  }

  private record Unpacked(String path, Bytes content) {}

  private static List<Unpacked> unpack(Bytes bytes, Settings settings, ProcessorContext context)
      throws IOException, BadContentException {
    var files = new ArrayList<Unpacked>();
    var left = settings.bytesMax();
    try (var archive = new Archive(settings.format(), bytes.opener().open())) {
      for (var next = archive.next(); next.isPresent(); next = archive.next()) {
        var path = next.get();
        if (files.size() == settings.filesMax()) {
          throw new BadContentException("it has more than " + settings.filesMax() + " files");
        }
        var most = left;
        var content =
            context
                .space()
                .write(
                    bytes.origin(),
                    to -> archive.content().transferTo(new LimitedOutput(to, most)));
        left -= content.size();
        files.add(new Unpacked(path, content));
      }
    } catch (RuntimeException e) {
      // The library's parsers throw such for some broken heads.
      throw new IOException("the archive is broken", e);
    }
    if (files.isEmpty()) {
      throw new BadContentException("it is no such archive, or has no files");
    }
    return files;
  }

  private static FlowFile named(FlowFile piece, String path) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    var folder = path.substring(0, path.length() - name.length());
    return piece.with(Attributes.FILENAME, name).with("path", folder);
  }
}
