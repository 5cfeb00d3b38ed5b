package dev.weft.processors.standard;

import com.google.re2j.Matcher;
import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Doc;
import dev.weft.spi.flow.Processor;
import dev.weft.spi.flow.ProcessorContext;
import dev.weft.spi.flow.ProcessorType;
import dev.weft.spi.flow.SendsNothing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Replaces parts of UTF-8 text, line by line or as a whole. */
public final class ReplaceText
    implements ProcessorType.OfProcessor<ReplaceText.Settings>, SendsNothing<ReplaceText.Settings> {
  /** What to put in place of what. */
  public record Settings(
      @Doc("What to look for.") String search,
      @Doc(
              "What to put in its place; empty removes it. With a regular expression, $1 is the"
                  + " first group and \\$ a dollar sign.")
          String replacement,
      @Doc("regex: search is a regular expression of RE2; literal: it is plain text.") Mode mode,
      @Doc(
              "line: in each line, without its line break, so that text of any size passes; whole:"
                  + " in all of the text, up to bytesMax.")
          Unit by,
      @Doc("whole: larger content goes to failure.") int bytesMax) {
    public Settings {
      mode = mode == null ? Mode.REGEX : mode;
      by = by == null ? Unit.LINE : by;
      replacement = Bounds.text(replacement);
      bytesMax = Bounds.number("bytesMax", bytesMax, 1, TextHead.BYTES_MAX, TextHead.BYTES_USUAL);
      if (search == null || search.isEmpty()) {
        throw new IllegalArgumentException("search must say what to look for");
      }
      if (mode == Mode.REGEX) {
        checkGroups(search, replacement);
      }
    }

    /** An example with every group there is shows whether the replacement names another. */
    private static void checkGroups(String search, String replacement) {
      var groups = Patterns.compile("search", search).groupCount();
      var pattern = Patterns.compile("search", "()".repeat(groups) + "x");
      try {
        pattern.matcher("x").replaceAll(replacement);
      } catch (RuntimeException e) {
        throw new IllegalArgumentException(
            "replacement names a group that search has not, or ends in the middle", e);
      }
    }
  }

  /** How the search is meant. */
  public enum Mode {
    REGEX,
    LITERAL
  }

  /** In what to search. */
  public enum Unit {
    LINE,
    WHOLE
  }

  @Override
  public String name() {
    return "ReplaceText";
  }

  @Override
  public String summary() {
    return "Replaces parts of UTF-8 text, line by line or as a whole.";
  }

  @Override
  public Class<Settings> settings() {
    return Settings.class;
  }

  @Override
  public Processor create(Settings settings, ProcessorContext context) {
    var change = change(settings);
    return new OnBytes(
        (in, bytes, out) -> {
          var changed =
              settings.by() == Unit.WHOLE
                  ? whole(bytes, change, settings)
                  : lines(bytes, change, context);
          out.emit("success", in.with(changed));
        });
  }

  private static UnaryOperator<String> change(Settings settings) {
    if (settings.mode() == Mode.LITERAL) {
      return text -> text.replace(settings.search(), settings.replacement());
    }
    var pattern = Patterns.compile("search", settings.search());
    return text -> {
      Matcher matcher = pattern.matcher(text);
      return matcher.find() ? matcher.replaceAll(settings.replacement()) : text;
    };
  }

  private static Bytes whole(Bytes bytes, UnaryOperator<String> change, Settings settings)
      throws IOException, BadContentException {
    var text = change.apply(TextHead.whole(bytes, settings.bytesMax()));
    var changed = text.getBytes(StandardCharsets.UTF_8);
    return new Bytes(() -> new ByteArrayInputStream(changed), changed.length, bytes.origin());
  }

  private static Bytes lines(Bytes bytes, UnaryOperator<String> change, ProcessorContext context)
      throws IOException, BadContentException {
    var bad = new BadContentException[1];
    var changed =
        context
            .space()
            .write(
                bytes.origin(),
                out -> {
                  try {
                    TextLines.walk(
                        bytes,
                        line ->
                            out.write(
                                (change.apply(line.text()) + line.end())
                                    .getBytes(StandardCharsets.UTF_8)));
                  } catch (BadContentException e) {
                    bad[0] = e;
                  }
                });
    if (bad[0] != null) {
      throw bad[0];
    }
    return changed;
  }
}
