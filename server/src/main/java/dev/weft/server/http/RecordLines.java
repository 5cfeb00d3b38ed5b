package dev.weft.server.http;

import dev.weft.model.Json;
import dev.weft.server.access.PortReader.Seen;
import dev.weft.server.access.ReadExtent;
import dev.weft.server.pages.PortPages;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Records as texts, one after the other. */
sealed interface RecordLines extends RecordForm {
  /** What comes before the first record. */
  default String header() {
    return "";
  }

  String line(Seen seen);

  @Override
  default Body begin(OutputStream out, ReadExtent extent) throws IOException {
    out.write(header().getBytes(StandardCharsets.UTF_8));
    return seen -> out.write(line(seen).getBytes(StandardCharsets.UTF_8));
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
