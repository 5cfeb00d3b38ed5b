package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Collectors;

/** Pages about queries, for people. */
final class QueryText {
  private QueryText() {}

  static String check(JsonNode answer) {
    var text = new StringBuilder();
    text.append("Reads ").append(words(answer.path("reads"))).append(".\n");
    for (var output : answer.path("outputs")) {
      text.append(output(output));
    }
    for (var warning : answer.path("warnings")) {
      text.append("Note: ").append(Text.of(warning.path("message"))).append('\n');
    }
    return text.toString().stripTrailing();
  }

  private static String output(JsonNode output) {
    var port = Text.of(output.path("port"));
    var key = words(output.path("key"));
    var table = new Table("field", "type", "comes from", "tags");
    for (var field : output.path("fields")) {
      table.row(
          Text.of(field.path("name")),
          Text.of(field.path("type")) + (field.path("nullable").asBoolean() ? "" : " NOT NULL"),
          field.path("from").valueStream().map(QueryText::origin).collect(Collectors.joining(", ")),
          words(field.path("tags")));
    }
    var uses =
        output
            .path("uses")
            .valueStream()
            .map(
                use ->
                    "%s.%s (%s)"
                        .formatted(
                            Text.of(use.path("port")),
                            Text.of(use.path("field")),
                            Text.of(use.path("as")).toLowerCase(Locale.ROOT)))
            .collect(Collectors.joining(", "));
    return (port.isEmpty() ? "Gives" : "Fills " + port)
        + (key.isEmpty() ? ":" : ", one row for each " + key + ":")
        + "\n"
        + table
        + "\n"
        + (uses.isEmpty() ? "" : "Which rows there are depends on " + uses + ".\n");
  }

  private static String origin(JsonNode from) {
    var how = Text.of(from.path("how"));
    var field = Text.of(from.path("port")) + "." + Text.of(from.path("field"));
    return how.equals("IDENTITY") ? field : field + " (" + how.toLowerCase(Locale.ROOT) + ")";
  }

  static String page(JsonNode page) {
    var status = page.path("status");
    var lines = new StringBuilder(sentence(status)).append('\n');
    lines.append(Text.of(page.path("query").path("sql")).stripTrailing()).append('\n');
    lines.append(causes(status.path("causes")));
    lines.append(numbers(status)).append(leftOut(status.path("leftOut")));
    if (status.path("next").isObject()) {
      lines.append(next(status.path("next")));
    }
    page.path("plan").path("outputs").forEach(output -> lines.append(output(output)));
    return lines.toString().stripTrailing();
  }

  private static String leftOut(JsonNode leftOut) {
    var count = leftOut.path("count").asInt();
    return count == 0
        ? ""
        : "Goes on without %d record%s that it cannot compute with, the last of them %s.%n"
            .formatted(count, count == 1 ? "" : "s", words(leftOut.path("newest")));
  }

  private static String next(JsonNode next) {
    var message = Text.of(next.path("message"));
    var state = Text.of(next.path("state")).toLowerCase(Locale.ROOT);
    var readiness =
        next.path("cutover").asBoolean()
            ? " It takes the place of what runs as soon as it has caught up."
            : next.path("caughtUp").asBoolean()
                ? " It has caught up: 'weft query cutover' puts it in place, 'weft query abort' aside."
                : "";
    return "Beside it this statement is computed, which people do not see yet: "
        + state
        + " since "
        + Text.of(next.path("since"))
        + "."
        + (message.isEmpty() ? "" : " " + message)
        + readiness
        + "\n"
        + numbers(next);
  }

  private static String numbers(JsonNode status) {
    var numbers = status.path("numbers");
    var lines = new StringBuilder();
    if (Text.of(status.path("state")).equals("RUNNING")) {
      lines.append(
          "Read %s, written %s, %s behind; busy %d %%, held back %d %%.%n"
              .formatted(
                  Text.of(numbers.path("recordsIn")),
                  Text.of(numbers.path("recordsOut")),
                  Text.of(numbers.path("lag")),
                  Math.round(100 * numbers.path("busy").asDouble()),
                  Math.round(100 * numbers.path("backPressure").asDouble())));
      lines.append(cpu(status.path("cpu")));
      var last = numbers.path("checkpoint");
      if (last.isObject()) {
        lines.append(
            "Last checkpoint %s, %s bytes, %s ms.%n"
                .formatted(
                    Text.of(last.path("at")),
                    Text.of(last.path("bytes")),
                    Text.of(last.path("millis"))));
      }
    }
    return lines.toString();
  }

  private static String cpu(JsonNode cpu) {
    if (!cpu.isObject()) {
      return "";
    }
    var most =
        cpu.path("most").isNumber()
            ? String.format(
                Locale.ROOT,
                "; the queries of its product %.2f together, and may have %s%s",
                cpu.path("productCores").asDouble(),
                Text.of(cpu.path("most")),
                cpu.path("held").asBoolean() ? ": it is held back" : "")
            : "";
    return String.format(
        Locale.ROOT, "Uses %.2f of a core%s.%n", cpu.path("cores").asDouble(), most);
  }

  private static String causes(JsonNode causes) {
    return causes.isEmpty()
        ? ""
        : "Why, from the outermost to the root:\n"
            + causes
                .valueStream()
                .map(cause -> "  " + Text.of(cause) + "\n")
                .collect(Collectors.joining());
  }

  static String sentence(JsonNode status) {
    var message = Text.of(status.path("message"));
    return "%s is %s since %s.%s"
        .formatted(
            Text.of(status.path("name")),
            Text.of(status.path("state")).toLowerCase(Locale.ROOT),
            Text.of(status.path("since")),
            message.isEmpty() ? "" : " " + message);
  }

  private static String words(JsonNode items) {
    return items.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
  }
}
