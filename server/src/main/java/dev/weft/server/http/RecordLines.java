package dev.weft.server.http;

import dev.weft.model.Json;
import dev.weft.server.access.PortReader.Seen;
import dev.weft.server.pages.PortPages;
import java.util.List;

/** How records are written to whoever reads them by HTTP. */
sealed interface RecordLines {
  String contentType();

  /** What comes before the first record. */
  default String header() {
    return "";
  }

  String line(Seen seen);

  /** What the client wants by its header {@code Accept}; NDJSON if it does not say. */
  static RecordLines wanted(String accept, PortPages.Page page) {
    if (accept != null && accept.contains("text/event-stream")) {
      return new Events();
    }
    if (accept != null && accept.contains("text/csv")) {
      return Csv.of(page);
    }
    return new Ndjson();
  }

  /** The record's value a line. */
  record Ndjson() implements RecordLines {
    @Override
    public String contentType() {
      return "application/x-ndjson; charset=utf-8";
    }

    @Override
    public String line(Seen seen) {
      return Json.text(seen.value()) + "\n";
    }
  }

  /** Server-sent events. */
  record Events() implements RecordLines {
    @Override
    public String contentType() {
      return "text/event-stream; charset=utf-8";
    }

    @Override
    public String line(Seen seen) {
      return "id: "
          + seen.partition()
          + "/"
          + seen.offset()
          + "\ndata: "
          + Json.text(seen.value())
          + "\n\n";
    }
  }

  /**
   * RFC 4180. The columns are the fields that the port is known to have and the reader may see, in
   * the contract's order, whatever the records hold: a field that turns up later has no column
   * until it is asked for anew.
   */
  record Csv(List<String> columns) implements RecordLines {
    static Csv of(PortPages.Page page) {
      var paths =
          page.fields().stream()
              .filter(field -> !"withhold".equals(field.myRule()))
              .map(PortPages.FieldRow::path)
              .toList();
      return new Csv(
          paths.stream()
              .filter(path -> paths.stream().noneMatch(other -> other.startsWith(path + ".")))
              .toList());
    }

    @Override
    public String contentType() {
      return "text/csv; charset=utf-8; header=present";
    }

    @Override
    public String header() {
      return CsvCells.line(columns.stream().map(CsvCells::quoted).toList());
    }

    @Override
    public String line(Seen seen) {
      return CsvCells.line(
          columns.stream().map(column -> CsvCells.cell(seen.value(), column)).toList());
    }
  }
}
