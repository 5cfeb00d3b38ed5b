package dev.weft.model.format;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** One file's content. {@code file} is only a name for messages; nothing is opened. */
public record SourceText(String file, String text) {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  public SourceText {
    if (file == null || text == null) {
      throw new IllegalArgumentException("a source needs a file name and a text");
    }
  }

  /**
   * The text of what the stream holds, which must be UTF-8, with a byte order mark or without.
   *
   * <p>Never reads more than the limit and one byte, however long the stream is.
   *
   * @throws dev.weft.model.ProblemException {@code too-large}, or {@code not-utf-8} with the line
   */
  public static SourceText read(String file, InputStream in, Limits limits) throws IOException {
    var bytes = in.readNBytes(Math.toIntExact(limits.bytesMax() + 1));
    if (bytes.length > limits.bytesMax()) {
      throw new Problem(
              Problem.Kind.TOO_LARGE,
              "too-large",
              new Place(file, 0, 0, ""),
              "The file has more than " + limits.bytesMax() + " bytes.",
              "Split it into several files.")
          .asException();
    }
    return new SourceText(file, decode(file, bytes));
  }

  private static String decode(String file, byte[] bytes) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length + 1);
    var result = decoder.decode(in, out, true);
    var text = out.flip().toString();
    var zero = text.indexOf('\0');
    if (result.isError() || zero >= 0) {
      throw notText(file, zero >= 0 ? text.substring(0, zero) : text);
    }
    return text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text;
  }

  /** UTF-16 and UTF-32 have zeros; Latin letters beyond ASCII are malformed. */
  private static RuntimeException notText(String file, String before) {
    var line = 1 + (int) before.chars().filter(each -> each == '\n').count();
    var column = before.length() - before.lastIndexOf('\n');
    return Problem.input(
            "not-utf-8",
            new Place(file, line, column, ""),
            "The file is not text in UTF-8.",
            "Save it as UTF-8; it may be in UTF-16, Latin-1, or not be text at all.")
        .asException();
  }
}
