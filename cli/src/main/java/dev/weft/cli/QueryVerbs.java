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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Queries: check, run, list, show, start, stop, restart, cutover, abort. */
@Command(
    name = "query",
    description =
        "Check SQL, look at its rows; list, show, start, stop and restart queries, and replace them.")
final class QueryVerbs {
  /** What is applied is planned within a second or two. */
  private static final String NOT_PLANNED_YET = "not-planned-yet";

  private static final int PLAN_TRIES = 20;
  private static final Duration PLAN_PAUSE = Duration.ofMillis(500);

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
  int cutover(@Parameters(paramLabel = "NAME") String name) throws InterruptedException {
    for (var tries = 1; ; tries++) {
      try {
        return act(name, "cutover");
      } catch (ProblemException e) {
        if (!e.first().code().equals(NOT_PLANNED_YET) || tries == PLAN_TRIES) {
          throw e;
        }
        Thread.sleep(PLAN_PAUSE.toMillis());
      }
    }
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
}
