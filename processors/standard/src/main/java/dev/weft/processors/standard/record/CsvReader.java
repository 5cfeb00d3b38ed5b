package dev.weft.processors.standard.record;

import dev.weft.model.DataRecord;
import dev.weft.processors.standard.record.CsvLine.Cell;
import dev.weft.processors.standard.record.CsvLine.State;
import dev.weft.processors.standard.record.LineReader.Line;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Traced;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Reads CSV after RFC 4180: header row, quotes, line breaks within quotes. A record's position is
 * the line it begins on. After a quote that is never closed, reading goes on at the next line, so
 * that one bad record costs one record.
 */
final class CsvReader implements RecordReader {
  private final LineReader lines;
  private final String source;
  private final CsvDialect dialect;
  private List<String> header = List.of();
  private boolean unusable;

  CsvReader(InputStream in, String source, CsvDialect dialect) {
    this.lines = new LineReader(in);
    this.source = source;
    this.dialect = dialect;
  }

  @Override
  public Optional<Reading> next() throws IOException {
    var row = unusable ? Optional.<Row>empty() : row();
    if (row.isPresent() && header.isEmpty()) {
      var problem = readHeader(row.get());
      unusable = problem.isPresent();
      return unusable ? problem : next();
    }
    return row.map(this::reading);
  }

  /** The raw text of a record with its cells, or why there are none. */
  private record Row(long line, List<Cell> cells, String problem, String text) {}

  private Optional<Row> row() throws IOException {
    var first = lines.next();
    while (first.isPresent() && first.get().isBlank()) {
      first = lines.next();
    }
    return first.isEmpty() ? Optional.empty() : Optional.of(row(first.get()));
  }

  private Row row(Line first) throws IOException {
    var parser = new CsvLine(dialect.delimiter());
    var state = parser.add(first.text());
    var problem = fault(first, state);
    if (!problem.isEmpty()) {
      return bad(first, problem);
    }
    return state == State.OPEN_QUOTE
        ? longRow(first, parser)
        : new Row(first.number(), parser.cells(), "", first.text());
  }

  /** A record with line breaks in it. */
  private Row longRow(Line first, CsvLine parser) throws IOException {
    var text = new StringBuilder(first.text());
    var further = new ArrayList<Line>();
    var previous = first;
    var state = State.OPEN_QUOTE;
    var problem = "";
    while (problem.isEmpty() && state == State.OPEN_QUOTE) {
      var next = lines.next();
      if (next.isEmpty() || isTooLarge(text, further)) {
        next.ifPresent(further::add);
        lines.giveBack(further);
        return bad(first, "a quote is opened and not closed");
      }
      var line = next.get();
      further.add(line);
      text.append(previous.end()).append(line.text());
      parser.add(previous.end());
      state = parser.add(line.text());
      problem = fault(line, state);
      previous = line;
    }
    return problem.isEmpty()
        ? new Row(first.number(), parser.cells(), "", text.toString())
        : bad(first, problem);
  }

  private static boolean isTooLarge(StringBuilder text, List<Line> further) {
    return text.length() > Limits.RECORD_CHARACTERS || further.size() >= Limits.RECORD_LINES;
  }

  private static Row bad(Line line, String problem) {
    return new Row(line.number(), List.of(), problem, line.text());
  }

  private static String fault(Line line, State state) {
    if (line.tooLong()) {
      return "the line is longer than " + Limits.RECORD_CHARACTERS + " characters";
    }
    if (!line.isUtf8()) {
      return "the text is not UTF-8";
    }
    return state == State.TEXT_BEHIND_QUOTE ? "text follows a closing quote" : "";
  }

  private Optional<Reading> readHeader(Row row) {
    var names = row.cells().stream().map(cell -> cell.text().strip()).toList();
    var problem = row.problem();
    if (problem.isEmpty() && names.contains("")) {
      problem = "the header has a column without a name";
    }
    if (problem.isEmpty() && new HashSet<>(names).size() < names.size()) {
      problem = "the header names a column twice";
    }
    header = names;
    return problem.isEmpty()
        ? Optional.empty()
        : Optional.of(new Reading.Malformed(origin(row), problem, row.text()));
  }

  private Reading reading(Row row) {
    if (!row.problem().isEmpty()) {
      return new Reading.Malformed(origin(row), row.problem(), row.text());
    }
    var cells = row.cells();
    if (cells.size() != header.size()) {
      var problem = cells.size() + " cells where the header has " + header.size();
      return new Reading.Malformed(origin(row), problem, row.text());
    }
    var fields = new LinkedHashMap<String, Object>();
    for (var i = 0; i < cells.size(); i++) {
      fields.put(header.get(i), value(cells.get(i)));
    }
    return new Reading.Good(new Traced(new DataRecord(fields), origin(row)));
  }

  private Object value(Cell cell) {
    var text = cell.quoted() || dialect.types() == CsvDialect.Types.TEXT;
    return text ? cell.text() : CellType.infer(cell.text());
  }

  private Origin origin(Row row) {
    return new Origin(source, "line", row.line());
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
