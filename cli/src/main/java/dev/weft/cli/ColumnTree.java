package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The fields of a port as trees of text: below each what it comes from, and through what. */
final class ColumnTree {
  private ColumnTree() {}

  static String print(JsonNode columns) {
    var lines = new ArrayList<String>();
    columns.forEach(
        column -> {
          lines.add(Text.of(column.path("of")) + " " + field(column) + tags(column));
          from(column, 1, lines);
          if (column.path("from").isEmpty()) {
            lines.add("  made here, or nobody knows of what");
          }
        });
    return lines.isEmpty() ? "No field of it was seen yet." : String.join("\n", lines);
  }

  private static void from(JsonNode column, int depth, List<String> lines) {
    for (var before : column.path("from")) {
      lines.add(
          "  ".repeat(depth)
              + "<- "
              + Text.of(before.path("of"))
              + " "
              + field(before)
              + tags(before)
              + "  "
              + Text.of(before.path("how"))
              + " by "
              + by(Text.of(before.path("flow")))
              + Text.part(": ", before.path("through")));
      from(before, depth + 1, lines);
    }
  }

  /** A query or a job outside says what it is itself. */
  private static String by(String name) {
    return name.contains(" ") ? name : "flow " + name;
  }

  private static String field(JsonNode column) {
    var name = Text.of(column.path("field"));
    return name.equals("*") ? "any field" : name;
  }

  private static String tags(JsonNode column) {
    return column.path("tags").isEmpty() ? "" : " [" + Text.of(column.path("tags")) + "]";
  }
}
