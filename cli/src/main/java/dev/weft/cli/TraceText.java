package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;

/** A record's trace in sentences: each hop towards its source, then who has read it. */
final class TraceText {
  private TraceText() {}

  static String of(String record, JsonNode trace, boolean withReaders) {
    var lines = new ArrayList<String>();
    lines.add(record + "  " + Text.of(trace.path("time")));
    for (var step : trace.path("steps")) {
      lines.add("  ".repeat(1 + step.path("depth").asInt()) + "<- " + step(step));
    }
    if (trace.path("steps").isEmpty()) {
      lines.add("  Nothing is known about where it came from.");
    }
    if (withReaders) {
      lines.add("");
      lines.add(readers(trace.path("readers")));
    }
    return String.join("\n", lines);
  }

  private static String step(JsonNode step) {
    var range = step.path("range");
    var between =
        range.isMissingNode() || range.isNull()
            ? ""
            : ", between " + Text.of(range.path("from")) + " and " + Text.of(range.path("to"));
    return Text.of(step.path("source"))
        + part(" key ", step.path("key"))
        + part(" at ", step.path("position"))
        + between
        + part(", by flow ", step.path("flow"));
  }

  private static String part(String before, JsonNode value) {
    var text = Text.of(value);
    return text.isEmpty() ? "" : before + text;
  }

  private static String readers(JsonNode readers) {
    return readers.isEmpty()
        ? "Nobody has read it."
        : "Read by:\n"
            + Table.of(
                readers, "principal", "clientId", "group", "time", "maskedFields", "policies");
  }
}
