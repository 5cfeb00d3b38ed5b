package dev.weft.processors.tail;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Given;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import dev.weft.spi.flow.SourceProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Follows files that grow by lines. How far each has been read is committed with the lines, so
 * after a crash no line is lost and none comes twice. A file is known by its first {@value
 * Prefix#BYTES_MAX} bytes, not by its name: it goes on after it was renamed (logrotate's {@code
 * create}) and after its content was copied away and it was emptied ({@code copytruncate}).
 *
 * <p>Known limits: {@code pattern} must match the first name that a file is rolled to as well
 * ({@code app.log*}), and compressing must be delayed by one turn, or what was written last is not
 * seen. What a writer adds while {@code copytruncate} empties its file is lost by that program. Of
 * two files that are equal in their first bytes one is taken for a copy of the other, and waits.
 */
public final class TailFile
    implements ProcessorType.OfSource<TailFile.Settings>, SendsNothing<TailFile.Settings> {
  private static final int MEGABYTE = 1 << 20;

  /** What becomes of lines. */
  public enum Output {
    /** Records of line and file. */
    @JsonProperty("records")
    RECORDS,
    /** Bytes, whole lines of one file at a time. */
    @JsonProperty("bytes")
    BYTES
  }

  /** Where to begin. */
  public enum From {
    /** With the first line of the files that are there. */
    @JsonProperty("beginning")
    BEGINNING,
    /** With what is written after the flow has run for the first time. */
    @JsonProperty("end")
    END
  }

  /** Which files, and how their lines are taken. */
  public record Settings(
      @Doc("The folder to look in; folders within it are not looked at. It may appear later.")
          Path directory,
      @Doc("Which files by name, as a glob that matches rolled files too, such as app.log*.")
          String pattern,
      @Doc("Which of these to leave out, as a glob; *.{gz,bz2,xz,zst,zip} when left out.")
          String except,
      @Doc(
              "beginning, the default, or end: whether what is there when the flow runs for the"
                  + " first time is read. Files that come later are read from their beginning.")
          From from,
      @Doc(
              "records, the default: each line is a record of line and file. bytes: whole lines as"
                  + " they are, for ConvertRecord to read.")
          Output output,
      @Doc(
              "A regular expression that the first line of an entry begins with, such as"
                  + " ^[0-9]{4}-: lines that do not, as of a stack trace, belong to the entry"
                  + " before them.")
          String entryStart,
      @Doc(
              "When the last line has no end, or the last entry may go on: how long the file must"
                  + " have been left alone to take it; 30s when left out.")
          Duration unfinishedAfter,
      @Doc("The longest line or entry in bytes, up to 1048576 (the default); a longer one is cut.")
          Integer maxLineBytes,
      @Doc("Bytes read and committed together, up to 16777216; 1048576 when left out.")
          Integer batchBytes,
      @Doc("The most files that match, 1 to 1000; 200 when left out.") Integer maxFiles) {
    public Settings {
      if (directory == null) {
        throw new IllegalArgumentException("directory must be given");
      }
      pattern = Given.text("pattern", pattern);
      except = Given.textOr(except, "*.{gz,bz2,xz,zst,zip}");
      glob("pattern", directory, pattern);
      glob("except", directory, except);
      from = from == null ? From.BEGINNING : from;
      output = output == null ? Output.RECORDS : output;
      entryStart = Given.textOr(entryStart, "");
      start(entryStart);
      unfinishedAfter =
          Given.within(
              "unfinishedAfter", unfinishedAfter, Duration.ofSeconds(30), Duration.ofDays(1));
      maxLineBytes = Given.within("maxLineBytes", maxLineBytes, MEGABYTE, 1, MEGABYTE);
      batchBytes = Given.within("batchBytes", batchBytes, MEGABYTE, 1, 16 * MEGABYTE);
      maxFiles = Given.within("maxFiles", maxFiles, 200, 1, 1_000);
    }

    private static void glob(String setting, Path directory, String glob) {
      try {
        directory.getFileSystem().getPathMatcher("glob:" + glob);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(setting + " is no glob: " + e.getDescription(), e);
      }
    }

    private static Optional<Pattern> start(String expression) {
      try {
        return expression.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(expression));
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "entryStart is no regular expression: " + e.getDescription(), e);
      }
    }

    /** What an entry's first line begins with; empty when each line is an entry. */
    Optional<Pattern> startOfEntry() {
      return start(entryStart);
    }
  }

  @Override
  public String name() {
    return "TailFile";
  }

  @Override
  public String summary() {
    return "Follows files that grow by lines, also when they are rolled over.";
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
    return new TailSource(settings, context.clock());
  }
}
