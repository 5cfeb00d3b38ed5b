package dev.weft.processors.standard.record;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Reads numbered lines, bounded in length, from UTF-8 text; a byte order mark is skipped. Lines can
 * be given back.
 */
final class LineReader implements Closeable {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final char UNDECODABLE = '\uFFFD';
  private static final int END = -1;

  /**
   * One line.
   *
   * @param number from 1
   * @param end its line break as it was written; empty at the end of the text
   * @param tooLong whether characters beyond the limit were left out
   */
  record Line(long number, String text, String end, boolean tooLong) {
    boolean isBlank() {
      return text.isBlank() && !tooLong;
    }

    /** Whether every byte was UTF-8. A text that spells the replacement character fails too. */
    boolean isUtf8() {
      return text.indexOf(UNDECODABLE) < 0;
    }
  }

  private final BufferedReader reader;
  private final Deque<Line> givenBack = new ArrayDeque<>();
  private long read;
  private int ahead;

  LineReader(InputStream in) {
    reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    ahead = Integer.MIN_VALUE;
  }

  Optional<Line> next() throws IOException {
    if (!givenBack.isEmpty()) {
      return Optional.of(givenBack.pop());
    }
    if (ahead == Integer.MIN_VALUE) {
      ahead = reader.read();
      ahead = ahead == BYTE_ORDER_MARK ? reader.read() : ahead;
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
    var text = new StringBuilder();
    var length = 0L;
    while (ahead != END && ahead != '\n' && ahead != '\r') {
      if (length++ < Limits.RECORD_CHARACTERS) {
        text.append((char) ahead);
      }
      ahead = reader.read();
    }
    var end = lineBreak();
    return new Line(++read, text.toString(), end, length > Limits.RECORD_CHARACTERS);
  }

  private String lineBreak() throws IOException {
    if (ahead == END) {
      return "";
    }
    var first = ahead;
    ahead = reader.read();
    if (first == '\r' && ahead == '\n') {
      ahead = reader.read();
      return "\r\n";
    }
    return Character.toString(first);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
