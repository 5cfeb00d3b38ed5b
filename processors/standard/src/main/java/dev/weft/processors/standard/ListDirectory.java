package dev.weft.processors.standard;

import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Lists the files of a directory, each once, and again when its size or time of change differs. A
 * FlowFile a file, without content: FetchFile reads it.
 */
public final class ListDirectory
    implements ProcessorType.OfSource<ListDirectory.Settings>,
        SendsNothing<ListDirectory.Settings> {
  /** Where to look, and for what. */
  public record Settings(
      @Doc("The folder to look in. It may appear later; until then the flow waits and says so.")
          Path directory,
      @Doc("Which files by name, as a glob such as *.csv; all when left out.") String pattern,
      @Doc("Whether to look in folders within it too; symbolic links are not followed.")
          boolean recursive,
      @Doc(
              "How long a file must have been left alone, so that one being written is not taken;"
                  + " 2s when left out.")
          Duration minAge) {
    public Settings {
      if (directory == null) {
        throw new IllegalArgumentException("directory must be given");
      }
      pattern = pattern == null || pattern.isEmpty() ? "*" : pattern;
      minAge = minAge == null ? Duration.ofSeconds(2) : minAge;
      if (minAge.isNegative()) {
        throw new IllegalArgumentException("minAge cannot be negative");
      }
      directory.getFileSystem().getPathMatcher("glob:" + pattern);
    }
  }

  @Override
  public String name() {
    return "ListDirectory";
  }

  @Override
  public String summary() {
    return "Lists the files of a directory as they come; FetchFile reads them.";
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
  public SourceProcessor create(Settings settings, ProcessorContext context) {
    return new DirectorySource(settings, context.clock());
  }
}
