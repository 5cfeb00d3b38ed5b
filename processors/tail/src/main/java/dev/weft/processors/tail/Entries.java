package dev.weft.processors.tail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Cuts bytes into entries: lines, or a first line with those that belong to it.
 *
 * @param longest the longest entry in bytes; a longer one is cut into pieces
 */
record Entries(Optional<Pattern> start, int longest) {

  /** Where an entry stands in the bytes, with its line break. */
  record Entry(int from, int to) {}

  /**
   * The entries from the beginning of the bytes.
   *
   * @param isEnd whether nothing will be added, so that what is unfinished is taken too
   */
  List<Entry> cut(byte[] bytes, boolean isEnd) {
    var lines = lines(bytes, isEnd);
    return start.isEmpty() ? lines : joined(bytes, lines, isEnd);
  }

  private List<Entry> lines(byte[] bytes, boolean isEnd) {
    var lines = new ArrayList<Entry>();
    var from = 0;
    for (var at = 0; at < bytes.length; at++) {
      if (bytes[at] == '\n' || at - from + 1 >= longest) {
        lines.add(new Entry(from, at + 1));
        from = at + 1;
      }
    }
    if (isEnd && from < bytes.length) {
      lines.add(new Entry(from, bytes.length));
    }
    return lines;
  }

  private List<Entry> joined(byte[] bytes, List<Entry> lines, boolean isEnd) {
    var entries = new ArrayList<Entry>();
    var from = 0;
    var to = 0;
    for (var line : lines) {
      var tooLong = line.to() - from > longest;
      if (line.from() > from && (tooLong || isStart(bytes, line))) {
        entries.add(new Entry(from, line.from()));
        from = line.from();
      }
      to = line.to();
    }
    // The last one may go on with the next line, unless it has no room for one.
    if (to > from && (isEnd || bytes.length - from >= longest)) {
      entries.add(new Entry(from, to));
    }
    return entries;
  }

  private boolean isStart(byte[] bytes, Entry line) {
    return start.orElseThrow().matcher(text(bytes, line)).lookingAt();
  }

  /** The entry without its line break; what is no UTF-8 is replaced. */
  static String text(byte[] bytes, Entry entry) {
    var to = entry.to();
    if (to > entry.from() && bytes[to - 1] == '\n') {
      to--;
    }
    if (to > entry.from() && bytes[to - 1] == '\r') {
      to--;
    }
    return new String(bytes, entry.from(), to - entry.from(), StandardCharsets.UTF_8);
  }
}
