package dev.weft.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records as their fields by dotted path, all as text, so that they can be compared. */
final class Flat {
  private Flat() {}

  static Map<String, String> of(JsonNode record) {
    var flat = new LinkedHashMap<String, String>();
    flatten("", record, flat);
    return flat;
  }

  static List<Map<String, String>> all(List<ObjectNode> records) {
    return records.stream().map(Flat::of).toList();
  }

  /** As CSV has them, which cannot tell a null from what is not there. */
  static List<Map<String, String>> allWithoutNulls(List<Map<String, String>> records) {
    return records.stream().map(Flat::withoutNulls).toList();
  }

  private static Map<String, String> withoutNulls(Map<String, String> record) {
    var flat = new LinkedHashMap<>(record);
    flat.values().removeIf("null"::equals);
    return flat;
  }

  /** A JSON record a line. */
  static List<Map<String, String>> lines(String text) {
    return text.lines().filter(line -> !line.isBlank()).map(Json::parse).map(Flat::of).toList();
  }

  /** A small reader of RFC 4180, without line breaks in cells. */
  static List<Map<String, String>> table(String text) {
    var rows = text.lines().map(Flat::cells).toList();
    return rows.stream().skip(1).map(row -> row(rows.get(0), row)).toList();
  }

  private static Map<String, String> row(List<String> header, List<String> cells) {
    var fields = new LinkedHashMap<String, String>();
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        var cell = cells.get(i);
        var quoted = cell.startsWith("\"");
        fields.put(
            header.get(i),
            quoted ? cell.substring(1, cell.length() - 1).replace("\"\"", "\"") : cell);
      }
    }
    return fields;
  }

  private static List<String> cells(String line) {
    var cells = new ArrayList<String>();
    var start = 0;
    var quoted = false;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || (line.charAt(i) == ',' && !quoted)) {
        cells.add(line.substring(start, i));
        start = i + 1;
      } else if (line.charAt(i) == '"') {
        quoted = !quoted;
      }
    }
    return cells;
  }

  private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
    node.properties()
        .forEach(
            field -> {
              if (field.getValue().isObject()) {
                flatten(prefix + field.getKey() + ".", field.getValue(), into);
              } else {
                into.put(prefix + field.getKey(), field.getValue().asText());
              }
            });
  }
}
