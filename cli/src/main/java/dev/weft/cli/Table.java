package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Columns of text, as wide as their widest value, headings in capitals; long values shortened. */
final class Table {
  private static final String GAP = "  ";
  private static final int CELL_CHARACTERS_MAX = 96;

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(List.of(headings).stream().map(Table::heading).toList());
  }

  /** {@code changedAt} becomes {@code CHANGED AT}. */
  private static String heading(String key) {
    return key.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toUpperCase(Locale.ROOT);
  }

  Table row(String... values) {
    rows.add(List.of(values).stream().map(Table::cell).toList());
    return this;
  }

  private static String cell(String value) {
    return Text.shortened(value.replaceAll("\\s+", " "), CELL_CHARACTERS_MAX);
  }

  /** A row for every item, with the values under the columns' own names. */
  static String of(JsonNode items, String... keys) {
    var table = new Table(keys);
    for (var item : items) {
      table.row(List.of(keys).stream().map(key -> Text.of(item.path(key))).toArray(String[]::new));
    }
    return table.toString();
  }

  @Override
  public String toString() {
    var widths =
        IntStream.range(0, rows.get(0).size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        line.append(row.get(column))
            .append(" ".repeat(widths[column] - row.get(column).length()))
            .append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
