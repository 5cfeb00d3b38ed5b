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
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (!inQuotes) {
        outside(c);
      } else if (c != '"') {
        cell.append(c);
      } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else {
        inQuotes = false;
      }
    }
    return state == State.COMPLETE && inQuotes ? State.OPEN_QUOTE : state;
  }

  private void outside(char c) {
    if (c == delimiter) {
      endCell();
    } else if (c == '"' && cell.isEmpty() && !quoted) {
      quoted = true;
      inQuotes = true;
    } else if (quoted) {
      state = State.TEXT_BEHIND_QUOTE;
    } else {
      cell.append(c);
    }
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
