package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.Gathering;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.QueueProcessor;
import dev.weft.spi.flow.SendsNothing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes one content of several, one after the other. Nothing is copied: the parts are read when the
 * whole is. In the trace what becomes of it leads to all of the parts: which line of the whole was
 * whose is not told.
 */
public final class MergeContent
    implements ProcessorType.OfQueue<MergeContent.Settings>,
        KeepsFields<MergeContent.Settings>,
        SendsNothing<MergeContent.Settings> {
  /** When enough is together, and what stands in between. */
  public record Settings(
      @Doc("bin: in order of arrival; defragment: what Split* has taken apart, once complete.")
          MergeStrategy strategy,
      @Doc("bin: merge from so many FlowFiles on.") int countMin,
      @Doc("bin: FlowFiles in one, at most.") int countMax,
      @Doc("bin: merge from so many bytes on, if countMin is reached too.") long bytesMin,
      @Doc("bin: bytes in one, at most; a larger FlowFile stays alone.") long bytesMax,
      @Doc("bin: CEL over 'attributes'; only FlowFiles with the same value become one.")
          String correlate,
      @Doc(
              "bin: merge what has waited so long, however little; unlimited when left out."
                  + " defragment: fragments whose others have not come go to failure (5m).")
          Duration ageMax,
      @Doc("Text before the first part.") String header,
      @Doc("Text between two parts.") String demarcator,
      @Doc("Text behind the last part.") String footer) {
    public Settings {
      strategy = strategy == null ? MergeStrategy.BIN : strategy;
      countMin = Bounds.number("countMin", countMin, 1, 10_000, 1);
      countMax = Bounds.number("countMax", countMax, countMin, 10_000, 10_000);
      bytesMax = Bounds.number("bytesMax", bytesMax, 1, 1L << 40, 1L << 30);
      if (bytesMin < 0 || bytesMin > bytesMax) {
        throw new IllegalArgumentException("bytesMin must be from 0 to bytesMax");
      }
      correlate = Bounds.text(correlate);
      ageMax = Bounds.positive("ageMax", ageMax, strategy.ageUsual());
      header = Bounds.text(header);
      demarcator = Bounds.text(demarcator);
      footer = Bounds.text(footer);
    }
  }

  @Override
  public String name() {
    return "MergeContent";
  }

  @Override
  public String summary() {
    return "Makes one content of several, one after the other.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("merged", "original", "failure");
  }

  @Override
  public QueueProcessor create(Settings settings, ProcessorContext context) {
    BinMerge.Merge merge = parts -> merge(parts, settings, context.gathering());
    if (settings.strategy() == MergeStrategy.DEFRAGMENT) {
      return new Defragment(settings.ageMax(), MergeContent::problem, merge, context);
    }
    var limits =
        new Bin.Limits(
            settings.countMin(), settings.countMax(), settings.bytesMin(), settings.bytesMax());
    return new BinMerge(
        limits,
        false,
        Optional.ofNullable(settings.ageMax()),
        AttributeExpression.ofOptional(settings.correlate(), context),
        MergeContent::problem,
        merge,
        context);
  }

  private static Optional<String> problem(FlowFile in) {
    return in.content() instanceof Bytes
        ? Optional.empty()
        : Optional.of("The content is records, not bytes: use MergeRecord.");
  }

  private static FlowFile merge(List<FlowFile> parts, Settings settings, Gathering gathering) {
    var origin = origin(parts, gathering);
    var openers = new ArrayList<Bytes>();
    add(settings.header(), openers, origin);
    for (var i = 0; i < parts.size(); i++) {
      if (i > 0) {
        add(settings.demarcator(), openers, origin);
      }
      openers.add((Bytes) parts.get(i).content());
    }
    add(settings.footer(), openers, origin);
    var known = openers.stream().allMatch(each -> each.size() >= 0);
    var size = known ? openers.stream().mapToLong(Bytes::size).sum() : -1;
    return new FlowFile(Bin.common(parts), new Bytes(() -> new Chain(openers), size, origin));
  }

  private static Origin origin(List<FlowFile> parts, Gathering gathering) {
    return gathering.content(
        parts.stream().map(part -> ((Bytes) part.content()).origin()).toList());
  }

  private static void add(String text, List<Bytes> openers, Origin origin) {
    if (!text.isEmpty()) {
      var bytes = text.getBytes(StandardCharsets.UTF_8);
      openers.add(new Bytes(() -> new ByteArrayInputStream(bytes), bytes.length, origin));
    }
  }

  /** Reads one content after the other, with one open at a time. */
  private static final class Chain extends InputStream {
    private final List<Bytes> parts;
    private int next;
    private InputStream open = InputStream.nullInputStream();

    Chain(List<Bytes> parts) {
      this.parts = parts;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      var read = open.read(to, from, length);
      while (read < 0 && next < parts.size()) {
        open.close();
        open = parts.get(next++).opener().open();
        read = open.read(to, from, length);
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      open.close();
    }
  }
}
