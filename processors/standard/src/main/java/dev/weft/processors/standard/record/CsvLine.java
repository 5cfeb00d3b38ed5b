package dev.weft.processors.standard.record;

import java.util.ArrayList;
import java.util.List;

/** Takes the text of one CSV record apart into cells. A small state machine for one thread. */
final class CsvLine {
  /** A cell; {@code quoted} when it stood in quotes and so is text for sure. */
  record Cell(String text, boolean quoted) {}

  /** How the text ended. */
  enum State {
    COMPLETE,
    /** A quote is still open: the record goes on in the next line. */
    OPEN_QUOTE,
    /** Characters follow a closing quote. */
    TEXT_BEHIND_QUOTE
  }

  private final char delimiter;
  private final List<Cell> cells = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();
  private boolean quoted;
  private boolean inQuotes;
  private State state = State.COMPLETE;

  CsvLine(char delimiter) {
    this.delimiter = delimiter;
  }

  /** Reads the next piece of text, which may be the record's next line. */
  State add(String text) {
    for (var at = 0; at < text.length(); ) {
      at = inQuotes ? inside(text, at) : outside(text, at);
    }
    return state == State.COMPLETE && inQuotes ? State.OPEN_QUOTE : state;
  }

  /** Takes the quoted text up to the next quote, and returns what is behind it. */
  private int inside(String text, int from) {
    var quote = text.indexOf('"', from);
    if (quote < 0) {
      cell.append(text, from, text.length());
      return text.length();
    }
    cell.append(text, from, quote);
    if (quote + 1 < text.length() && text.charAt(quote + 1) == '"') {
      cell.append('"');
      return quote + 2;
    }
    inQuotes = false;
    return quote + 1;
  }

  /** Takes a cell that is not quoted, or what opens and ends a quoted one. */
  private int outside(String text, int from) {
    var c = text.charAt(from);
    if (c == delimiter) {
      endCell();
      return from + 1;
    }
    if (quoted) {
      state = State.TEXT_BEHIND_QUOTE;
      return from + 1;
    }
    if (c == '"' && cell.isEmpty()) {
      quoted = true;
      inQuotes = true;
      return from + 1;
    }
    var end = text.indexOf(delimiter, from);
    if (end < 0 || !cell.isEmpty()) {
      var to = end < 0 ? text.length() : end;
      cell.append(text, from, to);
      return to;
    }
    cells.add(new Cell(text.substring(from, end), false));
    return end + 1;
  }

  private void endCell() {
    cells.add(new Cell(cell.toString(), quoted));
    cell.setLength(0);
    quoted = false;
  }

  /** All cells; call once, at the end. */
  List<Cell> cells() {
    endCell();
    return cells;
  }
}
