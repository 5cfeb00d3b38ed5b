package dev.weft.processors.standard.record;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads numbered lines, bounded in length, from UTF-8 text; a byte order mark is skipped. Lines can
 * be given back.
 */
public final class LineReader implements Closeable {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** What a decoder puts for bytes that it cannot decode. */
  static final char UNDECODABLE = '\uFFFD';

  private static final int END = -1;
  private static final int LINE_USUAL = 256;

  /**
   * One line.
   *
   * @param number from 1
   * @param end its line break as it was written; empty at the end of the text
   * @param tooLong whether characters beyond the limit were left out
   */
  public record Line(long number, String text, String end, boolean tooLong) {
    public boolean isBlank() {
      return text.isBlank() && !tooLong;
    }

    /** Whether every byte was UTF-8. A text that spells the replacement character fails too. */
    public boolean isUtf8() {
      return text.indexOf(UNDECODABLE) < 0;
    }
  }

  private final Reader reader;
  private final char[] buffer = new char[1 << 16];
  private int at;
  private int limit;
  private final Deque<Line> givenBack = new ArrayDeque<>();
  private long read;
  private int ahead;

  public LineReader(InputStream in) {
    reader = new InputStreamReader(in, StandardCharsets.UTF_8);
    ahead = Integer.MIN_VALUE;
  }

  public Optional<Line> next() throws IOException {
    if (!givenBack.isEmpty()) {
      return Optional.of(givenBack.pop());
    }
    if (ahead == Integer.MIN_VALUE) {
      ahead = read();
      ahead = ahead == BYTE_ORDER_MARK ? read() : ahead;
    }
    return ahead == END ? Optional.empty() : Optional.of(line());
  }

  /** Puts lines back, to be read again in their order. */
  void giveBack(List<Line> lines) {
    for (var i = lines.size() - 1; i >= 0; i--) {
      givenBack.push(lines.get(i));
    }
  }

  private Line line() throws IOException {
    var text = new StringBuilder(LINE_USUAL);
    var length = 0L;
    while (ahead != END && ahead != '\n' && ahead != '\r') {
      // What is ahead is still in the buffer, so whole stretches are taken instead of characters.
      var from = at - 1;
      at = endOfStretch();
      var room = Math.max(0, Limits.RECORD_CHARACTERS - length);
      text.append(buffer, from, (int) Math.min(at - from, room));
      length += at - from;
      ahead = read();
    }
    var end = lineBreak();
    return new Line(++read, text.toString(), end, length > Limits.RECORD_CHARACTERS);
  }

  /** Where the line or the buffer ends. */
  private int endOfStretch() {
    var end = at;
    while (end < limit && buffer[end] != '\n' && buffer[end] != '\r') {
      end++;
    }
    return end;
  }

  private int read() throws IOException {
    if (at == limit) {
      at = 0;
      limit = Math.max(0, reader.read(buffer));
      if (limit == 0) {
        return END;
      }
    }
    return buffer[at++];
  }

  private String lineBreak() throws IOException {
    if (ahead == END) {
      return "";
    }
    var first = ahead;
    ahead = read();
    if (first == '\r' && ahead == '\n') {
      ahead = read();
      return "\r\n";
    }
    return Character.toString(first);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
