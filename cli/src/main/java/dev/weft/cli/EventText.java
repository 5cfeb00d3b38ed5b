package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What was recorded of FlowFiles: as a table, or as the path of one with its children. */
final class EventText {
  private EventText() {}

  static String table(JsonNode events) {
    if (events.isEmpty()) {
      return "Nothing is recorded that matches.";
    }
    var table = new Table("time", "type", "processor", "relationship", "records", "flowfile", "id");
    for (var event : events) {
      table.row(
          Text.of(event.path("time")),
          Text.of(event.path("type")),
          Text.of(event.path("processor")),
          Text.of(event.path("relationship")),
          Text.of(event.path("records")),
          Text.of(event.path("flowFile")),
          Text.of(event.path("id")));
    }
    return table.toString();
  }

  /** Each FlowFile with what happened to it; those made of it below it, further in. */
  static String path(JsonNode events) {
    Map<String, List<JsonNode>> byFlowFile = new LinkedHashMap<>();
    events.forEach(
        event ->
            byFlowFile
                .computeIfAbsent(Text.of(event.path("flowFile")), added -> new ArrayList<>())
                .add(event));
    var children = new TreeSet<String>();
    events.forEach(
        event -> {
          if (!event.path("parents").isEmpty()) {
            children.add(Text.of(event.path("flowFile")));
          }
        });
    var lines = new ArrayList<String>();
    var shown = new TreeSet<String>();
    byFlowFile.keySet().stream()
        .filter(id -> !children.contains(id))
        .forEach(id -> show(id, 0, byFlowFile, shown, lines));
    byFlowFile.keySet().forEach(id -> show(id, 0, byFlowFile, shown, lines));
    return String.join("\n", lines);
  }

  private static void show(
      String id,
      int depth,
      Map<String, List<JsonNode>> all,
      Set<String> shown,
      List<String> lines) {
    if (!all.containsKey(id) || !shown.add(id)) {
      return;
    }
    var indent = "  ".repeat(depth);
    lines.add(indent + "FlowFile " + id);
    var below = new ArrayList<String>();
    for (var event : all.get(id)) {
      lines.add(indent + "  " + sentence(event));
      changes(event).forEach(change -> lines.add(indent + "      " + change));
      event.path("children").forEach(child -> below.add(child.asText()));
    }
    all.forEach(
        (other, its) -> {
          for (var event : its) {
            for (var parent : event.path("parents")) {
              if (parent.asText().equals(id)) {
                below.add(other);
              }
            }
          }
        });
    below.forEach(child -> show(child, depth + 1, all, shown, lines));
  }

  private static String sentence(JsonNode event) {
    return Text.of(event.path("time"))
        + "  "
        + Text.of(event.path("type"))
        + " at "
        + Text.of(event.path("processor"))
        + Text.part(", by ", event.path("relationship"))
        + Text.part(": ", event.path("detail"))
        + ", "
        + Text.count(event.path("records").asInt(), "record")
        + Text.part(" of ", event.path("parents"))
        + "  ("
        + Text.of(event.path("id"))
        + (event.path("held").asBoolean() ? ")" : ", content not kept)");
  }

  private static List<String> changes(JsonNode event) {
    var changes = new ArrayList<String>();
    var before = event.path("before");
    event
        .path("after")
        .propertyStream()
        .forEach(
            each -> {
              var old = before.path(each.getKey());
              if (!before.isEmpty() && !old.equals(each.getValue())) {
                changes.add(
                    each.getKey()
                        + ": "
                        + (old.isMissingNode() ? "" : Text.of(old) + " -> ")
                        + Text.of(each.getValue()));
              }
            });
    return changes;
  }
}
