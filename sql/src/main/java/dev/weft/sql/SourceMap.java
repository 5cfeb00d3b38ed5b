package dev.weft.sql;

import dev.weft.model.Place;
import java.util.ArrayList;
import java.util.List;

/**
 * Knows where a place in a text with its parameters filled in was in the text that the author
 * wrote. Lines and columns count from 1.
 */
final class SourceMap {
  private final String file;
  private final String original;
  private final StringBuilder filled = new StringBuilder();
  private final List<Part> parts = new ArrayList<>();

  /** A part of the filled text; what is not the same text there stands for all of it here. */
  private record Part(int filledStart, int start, boolean same) {}

  SourceMap(String file, String original) {
    this.file = file;
    this.original = original;
  }

  void same(int start, int end) {
    parts.add(new Part(filled.length(), start, true));
    filled.append(original, start, end);
  }

  void replaced(int start, String text) {
    parts.add(new Part(filled.length(), start, false));
    filled.append(text);
  }

  String filled() {
    return filled.toString();
  }

  /** Where that line and column of the filled text is in the original one. */
  Place place(int line, int column) {
    var offset = offset(filled, line, column);
    for (var i = parts.size() - 1; i >= 0; i--) {
      var part = parts.get(i);
      if (part.filledStart() <= offset) {
        return at(part.start() + (part.same() ? offset - part.filledStart() : 0));
      }
    }
    return at(offset);
  }

  /** The place of an offset in the original text. */
  Place at(int offset) {
    var line = 1;
    var start = 0;
    for (var i = 0; i < Math.min(offset, original.length()); i++) {
      if (original.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    return new Place(file, line, offset - start + 1, "sql");
  }

  /** The offset of a line and column; the end of the text when there is no such line. */
  static int offset(CharSequence text, int line, int column) {
    var at = 0;
    for (var left = line - 1; left > 0 && at < text.length(); at++) {
      if (text.charAt(at) == '\n') {
        left--;
      }
    }
    return Math.min(at + Math.max(column, 1) - 1, text.length());
  }
}
