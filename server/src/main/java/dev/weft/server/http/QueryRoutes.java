package dev.weft.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.ProblemException;
import dev.weft.server.query.AdHocQueries;
import dev.weft.server.query.FunctionPages;
import dev.weft.server.query.QueryControls;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Queries: those that run, and those that somebody checks or looks at. */
public final class QueryRoutes {
  private static final int ROWS = 100;
  private static final int ROWS_MAX = 100_000;

  private final QueryControls controls;
  private final AdHocQueries adHoc;
  private final FunctionPages functions;

  public QueryRoutes(QueryControls controls, AdHocQueries adHoc, FunctionPages functions) {
    this.functions = functions;
    this.controls = controls;
    this.adHoc = adHoc;
  }

  /**
   * A statement, or for a check a file with a query.
   *
   * @param into the ports that it would fill; none for one that is only looked at
   * @param max how many rows at most
   * @param follow whether to go on where the ports end now
   */
  record Statement(
      String file,
      String text,
      String sql,
      List<PortName> into,
      Map<String, JsonNode> parameters,
      Integer max,
      boolean follow) {
    AdHocQueries.Asked asked() {
      return new AdHocQueries.Asked(file, text, sql, into, parameters);
    }

    int most() {
      return max == null ? ROWS : Math.max(0, Math.min(max, ROWS_MAX));
    }
  }

  /** For a draft: the statement, and the port that is to be made for it. */
  record Wanted(String sql, Map<String, JsonNode> parameters, String product, String port) {
    AdHocQueries.Asked asked() {
      return new AdHocQueries.Asked(null, null, sql, List.of(), parameters);
    }
  }

  /** A contract for a port that is not there yet. */
  record Draft(JsonNode document) {}

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/queries",
        "All queries and what they do now.",
        request -> new Answers.Items<>(controls.list(request.caller())));
    routes.get(
        "/api/v1/functions",
        "The functions from jars that queries may call.",
        request -> new Answers.Items<>(functions.list(request.caller())));
    routes.post(
        "/api/v1/queries/check",
        "What a statement reads and gives: types, where each field comes from, problems.",
        request -> adHoc.check(request.caller(), request.body(Statement.class).asked()));
    routes.post(
        "/api/v1/queries/run",
        "The rows of a statement as NDJSON or server-sent events, as the caller may see them.",
        this::run);
    routes.post(
        "/api/v1/queries/draft",
        "A contract for a port that a statement could fill.",
        request -> {
          var wanted = request.body(Wanted.class);
          return new Draft(
              adHoc.draft(request.caller(), wanted.asked(), wanted.product(), wanted.port()));
        });
    routes.get(
        "/api/v1/queries/{name}",
        "One query, its plan and what it does now.",
        request -> controls.page(request.caller(), request.path("name")));
    routes.post(
        "/api/v1/queries/{name}/start",
        "Starts a query; it goes on where it had stopped.",
        request -> controls.run(request.caller(), request.path("name"), true));
    routes.post(
        "/api/v1/queries/{name}/stop",
        "Stops a query; it keeps its state.",
        request -> controls.run(request.caller(), request.path("name"), false));
    routes.post(
        "/api/v1/queries/{name}/restart",
        "Has a query read its ports again from their beginning, without the state that it has.",
        request -> controls.anew(request.caller(), request.path("name")));
    routes.post(
        "/api/v1/queries/{name}/cutover",
        "Has the statement that is computed beside a query take its place, when it has caught up.",
        request -> controls.cutOver(request.caller(), request.path("name")));
    routes.post(
        "/api/v1/queries/{name}/abort",
        "Puts the statement aside that is computed beside a query.",
        request -> controls.abort(request.caller(), request.path("name")));
  }

  private Object run(Request request) throws IOException {
    var statement = request.body(Statement.class);
    var accept = request.context().header("Accept");
    var isEvents = accept != null && accept.contains("text/event-stream");
    var rows = new Rows(request, isEvents);
    try {
      adHoc.run(
          request.caller(),
          RecordQuery.circumstances(request),
          statement.asked(),
          statement.follow(),
          statement.most(),
          rows);
      rows.end();
    } catch (UncheckedIOException e) {
      // The reader is gone: nobody is left to be told.
      return Route.Answer.WRITTEN;
    } catch (ProblemException e) {
      if (!rows.tell(e)) {
        throw e;
      }
    }
    return Route.Answer.WRITTEN;
  }

  /**
   * Writes each row as it comes, and while none comes something that readers skip: a reader that is
   * gone is noticed by writing only. What is wrong before the first byte is answered as elsewhere.
   */
  private static final class Rows implements AdHocQueries.Sink {
    private final Request request;
    private final boolean isEvents;
    private OutputStream out;

    Rows(Request request, boolean isEvents) {
      this.request = request;
      this.isEvents = isEvents;
    }

    @Override
    public boolean take(DataRecord row) {
      var text = Json.text(Json.MAPPER.valueToTree(row.fields()));
      return write(isEvents ? "data: " + text + "\n\n" : text + "\n");
    }

    @Override
    public boolean waits() {
      return write(isEvents ? ": still here\n\n" : "\n");
    }

    private boolean write(String text) {
      try {
        begin().write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private OutputStream begin() throws IOException {
      if (out == null) {
        var response = request.context().res();
        response.setContentType(
            isEvents ? "text/event-stream; charset=utf-8" : "application/x-ndjson; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        out = response.getOutputStream();
      }
      return out;
    }

    void end() throws IOException {
      if (isEvents) {
        write("event: end\ndata: {}\n\n");
      }
      begin().close();
    }

    /**
     * Whether the reader was told, because the answer has begun already: by an event, or by a line
     * that is a list, which no row is.
     */
    boolean tell(ProblemException problem) throws IOException {
      if (out == null) {
        return false;
      }
      var problems = Json.MAPPER.valueToTree(problem.problems());
      write(
          isEvents
              ? "event: problem\ndata: "
                  + Json.text(Json.object().set("problems", problems))
                  + "\n\n"
              : Json.text(problems) + "\n");
      out.close();
      return true;
    }
  }
}
