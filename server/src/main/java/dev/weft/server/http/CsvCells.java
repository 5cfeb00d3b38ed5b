package dev.weft.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weft.model.Json;
import java.util.List;

/** The cells of a CSV file (RFC 4180): what is missing is empty, an empty text is quoted. */
final class CsvCells {
  private CsvCells() {}

  static String line(List<String> cells) {
    return String.join(",", cells) + "\r\n";
  }

  /** The value at a dotted path; lists, and what is within lists, as JSON. */
  static String cell(JsonNode record, String path) {
    var value = at(record, path);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    return value.isContainerNode() ? quoted(Json.text(value)) : scalar(value);
  }

  static String quoted(String text) {
    var plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
    return plain && text.strip().length() == text.length()
        ? text
        : '"' + text.replace("\"", "\"\"") + '"';
  }

  private static String scalar(JsonNode value) {
    return value.isTextual() ? quoted(value.textValue()) : value.asText();
  }

  private static JsonNode at(JsonNode value, String path) {
    if (value.has(path)) {
      return value.get(path);
    }
    if (value.isArray()) {
      var found = Json.MAPPER.createArrayNode();
      value.forEach(item -> found.add(at(item, path)));
      return found;
    }
    var dot = path.indexOf('.');
    var name = dot < 0 ? path : path.substring(0, dot);
    if (dot < 0 || !value.has(name)) {
      return MissingNode.getInstance();
    }
    return at(value.get(name), path.substring(dot + 1));
  }
}
