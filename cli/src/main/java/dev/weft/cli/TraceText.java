package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A record's trace in sentences: each hop towards its source, what was made from it, who has read
 * it.
 */
final class TraceText {
  private static final String INDENT = "  ";

  private TraceText() {}

  /** What is told beside the way back. */
  record Wanted(boolean made, boolean readers) {}

  static String of(String record, JsonNode trace, Wanted wanted) {
    var lines = new ArrayList<String>();
    lines.add(record + Text.part(", written ", trace.path("steps").path(0).path("time")));
    trace.path("steps").forEach(step -> lines.addAll(step(step)));
    if (trace.path("steps").isEmpty()) {
      lines.add(INDENT + "Nothing is known about where it came from.");
    }
    if (wanted.made()) {
      lines.add("");
      lines.addAll(made(trace.path("made")));
    }
    if (!trace.path("complete").asBoolean(true)) {
      lines.add(INDENT + "There is more than can be told at once.");
    }
    if (wanted.readers()) {
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
            + stretch(step),
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

  /** Many that became one, or what was read together with the one. */
  private static String stretch(JsonNode step) {
    var count = step.path("count").asLong(1);
    if (count <= 1) {
      return range(step.path("range"));
    }
    var stride = step.path("stride").asLong();
    var last = step.path("position").asLong() + (count - 1) * stride;
    var every = stride == 1 ? "" : ", every " + stride;
    return " to " + last + every + ": " + count + " records";
  }

  private static List<String> made(JsonNode made) {
    if (made.isEmpty()) {
      return List.of("Nothing was made from it.");
    }
    var lines = new ArrayList<String>();
    for (var each : made) {
      lines.add(
          INDENT.repeat(Math.max(1, each.path("depth").asInt()))
              + "-> "
              + Text.of(each.path("topic"))
              + Text.part("/", each.path("partition"))
              + Text.part("/", each.path("offset"))
              + Text.part(", from ", each.path("source"))
              + Text.part(", by flow ", each.path("flow")));
    }
    return lines;
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
