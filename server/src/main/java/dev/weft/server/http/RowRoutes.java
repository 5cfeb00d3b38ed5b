package dev.weft.server.http;

import dev.weft.model.PortName;
import dev.weft.server.pages.PortPages;
import dev.weft.server.rows.PortRows;
import java.util.List;

/** Ports with a primary key as tables: a row by its key, rows by a range of keys. */
public final class RowRoutes {
  private static final int ROWS = 100;
  private static final int ROWS_MAX = 10_000;

  private final PortPages pages;
  private final PortRows rows;

  public RowRoutes(PortPages pages, PortRows rows) {
    this.pages = pages;
    this.rows = rows;
  }

  public void addTo(Routes routes) {
    routes.get(
        "/api/v1/ports/{port}/rows",
        "The newest record of a key, or of each key in a range, as the caller may see them.",
        List.of("key", "from", "to", "max", "purpose"),
        this::rows);
  }

  private Object rows(Request request) {
    var question =
        new PortRows.Question(
            request.caller().id(), RecordQuery.circumstances(request), existing(request));
    var key = request.query("key");
    return key.isPresent()
        ? rows.row(question, key.get())
        : new Answers.Items<>(
            rows.range(
                question,
                request.query("from"),
                request.query("to"),
                request.number("max", ROWS, ROWS_MAX)));
  }

  /** Whether the caller may know of the port at all is said as by its page. */
  private PortName existing(Request request) {
    var port = request.port();
    var unused = pages.page(request.caller(), port, RecordQuery.circumstances(request));
    return port;
  }
}
