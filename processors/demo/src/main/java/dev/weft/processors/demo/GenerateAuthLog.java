package dev.weft.processors.demo;

import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;
import java.nio.file.Path;

/**
 * Writes the log of an SSH server that does not exist, line by line into {@code auth.log}, as
 * OpenSSH writes it through syslog: people log in, and others try passwords. It stands for the
 * server in an example, so no record comes out of it. At {@value AuthLogSource#BYTES_MAX} bytes the
 * file is renamed to {@code auth.log.1}, which replaces the one before.
 */
public final class GenerateAuthLog
    implements ProcessorType.OfSource<GenerateAuthLog.Settings>,
        SendsNothing<GenerateAuthLog.Settings> {
  private static final int HISTORY_MAX = 1_440;
  private static final double PER_SECOND_MAX = 100;

  /** Where the log is written, and how busy the server is. */
  public record Settings(
      @Doc("The folder of the log; it is made when it is not there.") Path directory,
      @Doc("Decides what happens; 1 when left out.") Long seed,
      @Doc("Connections a second, up to 100, fractions allowed; 1 when left out.") Double perSecond,
      @Doc("For how many minutes the log goes back when it begins, 0 to 1440; 10 when left out.")
          Integer historyMinutes) {
    public Settings {
      if (directory == null) {
        throw new IllegalArgumentException("directory must be given");
      }
      seed = seed == null ? 1L : seed;
      perSecond = perSecond == null ? 1.0 : perSecond;
      if (!(perSecond > 0 && perSecond <= PER_SECOND_MAX)) {
        throw new IllegalArgumentException("perSecond must be above 0 and up to 100");
      }
      historyMinutes =
          historyMinutes == null
              ? 10
              : historyMinutes == 0
                  ? 0
                  : Given.within("historyMinutes", historyMinutes, 10, 1, HISTORY_MAX);
    }
  }

  @Override
  public String name() {
    return "GenerateAuthLog";
  }

  @Override
  public String summary() {
    return "Writes the log of an SSH server that does not exist, for the example.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public SourceProcessor create(Settings settings, ProcessorContext context) {
    return new AuthLogSource(settings, context.clock());
  }
}
