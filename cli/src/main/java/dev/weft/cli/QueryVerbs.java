package dev.weft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.Json;
import dev.weft.model.Problem;
import dev.weft.model.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Queries: check, run, list, show, start, stop, restart, cutover, abort. */
@Command(
    name = "query",
    description =
        "Check SQL, look at its rows; list, show, start, stop and restart queries, and replace them.")
final class QueryVerbs {
  private final Session session;

  QueryVerbs(Session session) {
    this.session = session;
  }

  @Command(
      description =
          "Say what a query reads and gives: types, tags and where each field comes from; exits"
              + " with 2 when it cannot run.")
  int check(
      @Option(
              names = {"-f", "--file"},
              paramLabel = "FILE",
              required = true,
              description = "A file with the query, or with a statement alone (*.sql).")
          Path file) {
    var text = Sources.text(file);
    var request =
        file.toString().endsWith(".sql")
            ? Json.object().put("sql", text)
            : Json.object().put("file", file.toString()).put("text", text);
    var answer = session.server().post("queries/check", request);
    if (!answer.path("problems").isEmpty() && session.format() == Format.TABLE) {
      throw new ProblemException(problems(answer.path("problems")));
    }
    var unused = session.print(answer, QueryText::check);
    return answer.path("problems").isEmpty() ? 0 : Problem.Kind.INPUT.exitCode();
  }

  private static List<Problem> problems(JsonNode items) {
    return items.valueStream().map(one -> Json.read(one, Problem.class)).toList();
  }

  @Command(
      description = "Print the rows of a statement as you may see them, one JSON object a line.")
  int run(
      @Parameters(paramLabel = "SELECT") String sql,
      @Option(names = "--max", paramLabel = "N", description = "At most so many, 100 if not said.")
          Optional<Integer> max,
      @Option(names = "--follow", description = "Go on where the ports end now.") boolean follow,
      @Option(
              names = "--set",
              paramLabel = "NAME=VALUE",
              description = "A value for :NAME in the statement.")
          Map<String, String> values)
      throws IOException {
    var request = Json.object().put("sql", sql).put("follow", follow);
    max.ifPresent(most -> request.put("max", most));
    request.set(
        "parameters", Json.MAPPER.valueToTree(values == null ? new LinkedHashMap<>() : values));
    try (var rows =
        new BufferedReader(
            new InputStreamReader(
                session.server().postForLines("queries/run", request), StandardCharsets.UTF_8))) {
      var out = session.terminal().out();
      for (var row = rows.readLine(); row != null; row = rows.readLine()) {
        if (row.isEmpty()) {
          continue; // The server says that it is still there.
        }
        if (row.startsWith("[")) {
          throw new ProblemException(problems(Json.parse(row)));
        }
        out.println(row);
        if (out.checkError()) {
          return 0;
        }
      }
    }
    return 0;
  }

  @Command(description = "List queries and how they are.")
  int list() {
    return session.print(
        session.server().get("queries"),
        answer -> Table.of(answer.path("items"), "name", "product", "state", "since", "message"));
  }

  @Command(description = "Show a query, where its fields come from and what it does now.")
  int show(@Parameters(paramLabel = "NAME") String name) {
    return session.print(session.server().get(path(name)), QueryText::page);
  }

  @Command(description = "Start a query; it goes on where it had stopped.")
  int start(@Parameters(paramLabel = "NAME") String name) {
    return act(name, "start");
  }

  @Command(description = "Stop a query; it keeps its state.")
  int stop(@Parameters(paramLabel = "NAME") String name) {
    return act(name, "stop");
  }

  @Command(
      description =
          "Have a query read its ports again from their beginning, without the state that it has.")
  int restart(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--from",
              required = true,
              paramLabel = "earliest",
              description = "From where; there is one answer so far.")
          From from) {
    return act(name, "restart");
  }

  @Command(
      description =
          "Have the statement that is computed beside a query take its place when it has caught up.")
  int cutover(@Parameters(paramLabel = "NAME") String name) {
    return act(name, "cutover");
  }

  @Command(
      description = "Put the statement aside that is computed beside a query; the old one stays.")
  int abort(@Parameters(paramLabel = "NAME") String name) {
    return act(name, "abort");
  }

  /** From where a query may be computed anew. */
  enum From {
    earliest
  }

  private int act(String name, String what) {
    return session.print(
        session.server().post(path(name) + "/" + what, Json.object()), QueryText::sentence);
  }

  private static String path(String name) {
    return "queries/" + Session.encoded(name);
  }

  /** Pages about queries, for people. */
  private static final class QueryText {
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
            field
                .path("from")
                .valueStream()
                .map(QueryText::origin)
                .collect(Collectors.joining(", ")),
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
                              Text.of(use.path("as")).toLowerCase(java.util.Locale.ROOT)))
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
      return how.equals("IDENTITY")
          ? field
          : field + " (" + how.toLowerCase(java.util.Locale.ROOT) + ")";
    }

    static String page(JsonNode page) {
      var status = page.path("status");
      var lines = new StringBuilder(sentence(status)).append('\n');
      lines.append(Text.of(page.path("query").path("sql")).stripTrailing()).append('\n');
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
      var state = Text.of(next.path("state")).toLowerCase(java.util.Locale.ROOT);
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

    static String sentence(JsonNode status) {
      var message = Text.of(status.path("message"));
      return "%s is %s since %s.%s"
          .formatted(
              Text.of(status.path("name")),
              Text.of(status.path("state")).toLowerCase(java.util.Locale.ROOT),
              Text.of(status.path("since")),
              message.isEmpty() ? "" : " " + message);
    }

    private static String words(JsonNode items) {
      return items.valueStream().map(JsonNode::asText).collect(Collectors.joining(", "));
    }
  }
}
