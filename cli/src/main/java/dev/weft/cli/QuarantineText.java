package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** What waits in a port's quarantine: a row for every promise that a record broke. */
final class QuarantineText {
  private QuarantineText() {}

  static String of(JsonNode answer) {
    if (answer.path("items").isEmpty()) {
      return "Nothing is in quarantine.";
    }
    var table = new Table("record", "time", "from", "rule", "field", "why");
    for (var item : answer.path("items")) {
      for (var broken : item.path("violations")) {
        table.row(
            Text.of(item.path("partition")) + ":" + Text.of(item.path("offset")),
            Text.of(item.path("timestamp")),
            from(item),
            Text.of(broken.path("rule")),
            Text.of(broken.path("field")),
            Text.of(broken.path("message")));
      }
    }
    return table.toString();
  }

  private static String from(JsonNode item) {
    var by = item.path("flow").asText("").isEmpty() ? item.path("processor") : item.path("flow");
    return (Text.of(by) + " " + Text.of(item.path("source")) + " " + Text.of(item.path("position")))
        .strip();
  }
}
