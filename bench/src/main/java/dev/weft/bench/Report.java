package dev.weft.bench;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints results as tables, so that they can go into a document as they are. */
public final class Report {
  private final PrintStream out;

  public Report(PrintStream out) {
    this.out = out;
  }

  void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }

  /** The machine, and what else it does at this moment. */
  void machine() {
    line(
        "Java %s, %d cores, load %.1f",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  Table table(String... heads) {
    return new Table(List.of(heads));
  }

  /** Rows of cells; the first column is text, the others are figures. */
  final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    private Table(List<String> heads) {
      rows.add(heads);
    }

    Table row(String... cells) {
      rows.add(List.of(cells));
      return this;
    }

    void print() {
      line("");
      for (var i = 0; i < rows.size(); i++) {
        line("%s", text(rows.get(i), ' '));
        if (i == 0) {
          line("%s", text(rows.get(0).stream().map(head -> "").toList(), '-'));
        }
      }
    }

    private String text(List<String> cells, char fill) {
      var text = new StringBuilder("|");
      for (var column = 0; column < cells.size(); column++) {
        var gap = String.valueOf(fill).repeat(width(column) - cells.get(column).length());
        var cell = column == 0 ? cells.get(column) + gap : gap + cells.get(column);
        var end = fill == '-' && column > 0 ? ":" : String.valueOf(fill);
        text.append(fill).append(cell).append(end).append('|');
      }
      return text.toString();
    }

    private int width(int column) {
      return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
  }

  static String thousands(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  static String two(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }

  static String one(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }
}
