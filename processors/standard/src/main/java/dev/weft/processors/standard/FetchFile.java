package dev.weft.processors.standard;

import dev.weft.processors.standard.record.CsvDialect;
import dev.weft.processors.standard.record.RecordFormat;
import dev.weft.spi.flow.Content;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.FlowFile;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads the file that the attributes absolute.path and filename name, as ListDirectory sets them:
 * as bytes, read when they are needed, or decoded into records at once.
 */
public final class FetchFile
    implements ProcessorType.OfProcessor<FetchFile.Settings>,
        KeepsFields<FetchFile.Settings>,
        SendsNothing<FetchFile.Settings> {
  private static final String NOT_FOUND = "not.found";

  /** Which files may be read, and how. */
  public record Settings(
      @Doc("The folder that files must be in; whatever leads out of it is refused.") Path directory,
      @Doc(
              "csv, json-lines, json-array, xml, yaml, avro, syslog or lines to decode records; none,"
                  + " the default, leaves bytes.")
          RecordFormat reader,
      @Doc("What separates CSV cells: one character, a comma when left out.") String delimiter,
      @Doc(
              "CSV and XML: infer (unquoted numbers, true and false get their type; leading zeros and"
                  + " more than 15 digits stay text) or text (everything stays text).")
          CsvDialect.Types types,
      @Doc(
              "What happens to the file once all that came of it is committed: keep, the default,"
                  + " delete, or move. One that a crash leaves behind is not read again.")
          After after,
      @Doc("move: the folder to move it to, outside of directory; it is made when it is not there.")
          Path moveTo) {
    public Settings {
      if (directory == null) {
        throw new IllegalArgumentException("directory must be given");
      }
      after = after == null ? After.KEEP : after;
      if (after == After.MOVE && moveTo == null) {
        throw new IllegalArgumentException("moveTo must be given, as after is move");
      }
      if (after != After.MOVE && moveTo != null) {
        throw new IllegalArgumentException("moveTo is for after: move");
      }
      if (moveTo != null && absolute(moveTo).startsWith(absolute(directory))) {
        throw new IllegalArgumentException("moveTo must not be in directory: it would come again");
      }
      reader = reader == null ? RecordFormat.NONE : reader;
      types = types == null ? CsvDialect.Types.INFER : types;
      delimiter = String.valueOf(CsvDialect.of(delimiter, types).delimiter());
    }

    private static Path absolute(Path path) {
      return path.toAbsolutePath().normalize();
    }
  }

  /** What becomes of a file that has been read. */
  public enum After {
    /** It stays where it is. */
    KEEP,
    /** It is deleted. */
    DELETE,
    /** It is moved away. */
    MOVE
  }

  @Override
  public String name() {
    return "FetchFile";
  }

  @Override
  public String summary() {
    return "Reads the file that ListDirectory has listed, as bytes or as records.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public boolean isBoundToMachine() {
    return true;
  }

  @Override
  public List<String> relationships(Settings settings) {
    return List.of("success", NOT_FOUND, "failure");
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var dialect = CsvDialect.of(settings.delimiter(), settings.types());
    var decoder = new RecordDecoder(settings.reader(), dialect);
    var done = new DoneFiles(settings.after(), settings.moveTo(), context.bulletins());
    return new Fetch(settings, decoder, done);
  }

  private record Fetch(Settings settings, RecordDecoder decoder, DoneFiles done)
      implements Processor {
    @Override
    public void process(FlowFile in, Output out) {
      fetch(this, in, out);
    }

    @Override
    public void committed() {
      done.committed();
    }

    @Override
    public void rollBack() {
      done.forget();
    }
  }

  private static void fetch(Fetch fetch, FlowFile in, Processor.Output out) {
    var settings = fetch.settings();
    var named = file(settings, in);
    if (named.isEmpty()) {
      fail(in, out, "failure", "The attributes absolute.path and filename name no file.");
      return;
    }
    var file = named.get();
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        fail(in, out, NOT_FOUND, "There is no file " + file + ".");
      } else if (!isInside(settings, file)) {
        fail(in, out, "failure", file + " is not a file within " + settings.directory() + ".");
      } else {
        emit(settings, fetch.decoder(), in, file, out);
        fetch.done().add(file);
      }
    } catch (IOException e) {
      fail(in, out, "failure", file + " cannot be read: " + e.getMessage());
    }
  }

  private static void emit(
      Settings settings, RecordDecoder decoder, FlowFile in, Path file, Processor.Output out)
      throws IOException {
    var origin = new Origin(file.toString(), "byte", 0);
    var bytes =
        new Content.Bytes(
            () -> Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS), Files.size(file), origin);
    if (settings.reader() == RecordFormat.NONE) {
      out.emit("success", in.with(bytes));
    } else {
      decoder.decode(in, bytes, out);
    }
  }

  private static Optional<Path> file(Settings settings, FlowFile in) {
    var folder = in.attributes().getOrDefault(Attributes.ABSOLUTE_PATH, "");
    var name = in.attributes().getOrDefault(Attributes.FILENAME, "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          settings.directory().toAbsolutePath().resolve(folder).resolve(name).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Compares real paths, so that neither {@code ..} nor a link leads out. */
  private static boolean isInside(Settings settings, Path file) throws IOException {
    return file.toRealPath().startsWith(settings.directory().toRealPath())
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static void fail(FlowFile in, Processor.Output out, String relationship, String why) {
    out.emit(relationship, in.with(Attributes.ERROR, why));
  }
}
