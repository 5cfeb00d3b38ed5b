package dev.weft.processors.sftp;

import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;
import java.nio.file.FileSystems;
import java.time.Duration;
import java.util.regex.PatternSyntaxException;

/**
 * Lists the files of a folder on an SFTP server as they come; {@link FetchSFTP} reads them. A file
 * is known by name, size and time of change, and forgotten when it has gone.
 */
public final class ListSFTP
    implements ProcessorType.OfSource<ListSFTP.Settings>, SendsNothing<ListSFTP.Settings> {
  /** Where to look. */
  public record Settings(
      @Doc("The SftpServer service to use.") String server,
      @Doc("The folder to look in, from /. It may appear later; until then the flow waits.")
          String directory,
      @Doc("Which files by name, as a glob such as *.csv; all when left out.") String pattern,
      @Doc("Whether to look in folders within it too; links are not followed.") boolean recursive,
      @Doc("How long a file must have been left alone by the flow's clock; 10s when left out.")
          Duration minAge) {
    public Settings {
      server = Given.text("server", server);
      directory = Folders.given(directory);
      pattern = Given.textOr(pattern, "*");
      minAge = minAge == null ? Duration.ofSeconds(10) : minAge;
      if (minAge.isNegative()) {
        throw new IllegalArgumentException("minAge must not be negative");
      }
      try {
        FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException("pattern is no glob: " + e.getDescription(), e);
      }
    }
  }

  @Override
  public String name() {
    return "ListSFTP";
  }

  @Override
  public String summary() {
    return "Lists the files of a folder on an SFTP server as they come; FetchSFTP reads them.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public SourceProcessor create(Settings settings, ProcessorContext context) {
    Folders.check(settings.directory());
    return new SftpSource(
        settings, context.service(settings.server(), SftpHost.class), context.clock());
  }
}
