package dev.weft.processors.standard;

import dev.weft.processors.standard.record.CsvDialect;
import dev.weft.processors.standard.record.RecordFormat;
import dev.weft.spi.Expressions.Compiled;
import dev.weft.spi.flow.Destination;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.KeepsFields;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes each FlowFile as one file, which appears whole and on disk or not at all.
 *
 * <p>Without a filename expression the name is made from where the content came from, so that the
 * same content, sent again after a crash, replaces itself. A file of another origin is never
 * replaced.
 */
public final class PutFile
    implements ProcessorType.OfProcessor<PutFile.Settings>, KeepsFields<PutFile.Settings> {
  /** Where to write, and how. */
  public record Settings(
      @Doc("The folder to write into; it is made when it is not there.") Path directory,
      @Doc(
              "CEL over 'attributes' that gives the file's name, such as attributes.filename."
                  + " Made from source and position when left out. If a file of that name with"
                  + " other content is there, the FlowFile goes to failure.")
          String filename,
      @Doc("How records are written: csv, json-lines (the default), json-array or avro.")
          RecordFormat writer,
      @Doc("What separates CSV cells: one character, a comma when left out.") String delimiter) {
    public Settings {
      if (directory == null) {
        throw new IllegalArgumentException("directory must be given");
      }
      filename = filename == null ? "" : filename;
      writer = writer == null ? RecordFormat.JSON_LINES : writer.asWriter();
      if (writer == RecordFormat.NONE) {
        throw new IllegalArgumentException("writer cannot be none; bytes are written as they are");
      }
      delimiter = String.valueOf(CsvDialect.of(delimiter, null).delimiter());
    }

    CsvDialect dialect() {
      return CsvDialect.of(delimiter, null);
    }
  }

  @Override
  public String name() {
    return "PutFile";
  }

  @Override
  public String summary() {
    return "Writes each FlowFile as one file, whole or not at all.";
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
    return List.of("success", "failure");
  }

  @Override
  public List<Destination> destinations(Settings settings, Destination.Services services) {
    return List.of(
        new Destination("file:" + settings.directory().toAbsolutePath().normalize(), "directory"));
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    Optional<Compiled> filename =
        settings.filename().isEmpty()
            ? Optional.empty()
            : Optional.of(context.expressions().compile(settings.filename()));
    return new FileSink(settings, new FileNames(filename, settings.writer()));
  }
}
