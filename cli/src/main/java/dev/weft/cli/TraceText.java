package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A record's trace in sentences: each hop towards its source, then who has read it. */
final class TraceText {
  private static final String INDENT = "  ";

  private TraceText() {}

  static String of(String record, JsonNode trace, boolean withReaders) {
    var lines = new ArrayList<String>();
    lines.add(record + Text.part(", written ", trace.path("steps").path(0).path("time")));
    trace.path("steps").forEach(step -> lines.addAll(step(step)));
    if (trace.path("steps").isEmpty()) {
      lines.add(INDENT + "Nothing is known about where it came from.");
    }
    if (withReaders) {
      lines.add("");
      lines.add(readers(trace.path("readers")));
    }
    return String.join("\n", lines);
  }

  /** Where from, which place there, and by what; depth counts from 1. */
  private static List<String> step(JsonNode step) {
    var indent = INDENT.repeat(Math.max(1, step.path("depth").asInt()));
    var key = Text.of(step.path("key"));
    return List.of(
        indent + "<- " + source(Text.of(step.path("source"))),
        indent
            + "   "
            + (key.isEmpty() ? "position" : key)
            + Text.part(" ", step.path("position"))
            + range(step.path("range")),
        indent
            + "   by flow "
            + Text.of(step.path("flow"))
            + Text.part(": ", step.path("processors")));
  }

  /** A table is named before its database; ports, files and topics are names as they are. */
  private static String source(String source) {
    var hash = source.indexOf('#');
    return source.startsWith("jdbc:") && hash > 0
        ? "table " + source.substring(hash + 1) + " in " + source.substring(0, hash)
        : source;
  }

  private static String range(JsonNode range) {
    var from = Text.of(range.path("from"));
    var to = Text.of(range.path("to"));
    return from.isEmpty() || from.equals(to) ? "" : ", read together with " + from + " to " + to;
  }

  private static String readers(JsonNode readers) {
    if (readers.isEmpty()) {
      return "Nobody has read it.";
    }
    var table = new Table("reader", "time", "client", "group", "offsets", "masked for them", "by");
    for (var reader : readers) {
      table.row(
          Text.of(reader.path("principal")),
          Text.of(reader.path("time")),
          Text.of(reader.path("clientId")),
          Text.of(reader.path("group")),
          offsets(reader),
          masked(reader.path("maskedFields")),
          Text.of(reader.path("policies")));
    }
    return table.toString();
  }

  private static String offsets(JsonNode reader) {
    var range = Text.of(reader.path("from")) + "-" + Text.of(reader.path("to"));
    return reader.path("exact").asBoolean(true) ? range : range + " (perhaps)";
  }

  /** REST names the policy beside each field; the fields are enough here. */
  private static String masked(JsonNode fields) {
    return fields.isObject()
        ? fields.propertyStream().map(field -> field.getKey()).collect(Collectors.joining(", "))
        : Text.of(fields);
  }
}
