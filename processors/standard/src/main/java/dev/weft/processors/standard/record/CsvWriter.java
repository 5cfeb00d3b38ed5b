package dev.weft.processors.standard.record;

import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes CSV after RFC 4180 with a header of all fields that occur. Null is an empty cell, empty
 * text is {@code ""}, nested values are JSON. Text that would read back as another type is quoted.
 */
final class CsvWriter implements RecordWriter {
  private static final String LINE_BREAK = "\r\n";
  private final CsvDialect dialect;

  CsvWriter(CsvDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public void write(List<DataRecord> records, OutputStream out) throws IOException {
    var header = new LinkedHashSet<String>();
    records.forEach(each -> header.addAll(each.fields().keySet()));
    writeRow(new ArrayList<>(header), out);
    for (var each : records) {
      writeRow(header.stream().map(each::get).collect(Collectors.toList()), out);
    }
  }

  private void writeRow(List<?> values, OutputStream out) throws IOException {
    var row = new StringBuilder();
    for (var i = 0; i < values.size(); i++) {
      if (i > 0) {
        row.append(dialect.delimiter());
      }
      row.append(cell(values.get(i)));
    }
    out.write(row.append(LINE_BREAK).toString().getBytes(StandardCharsets.UTF_8));
  }

  private String cell(Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return mustQuote(text) ? quoted(text) : text;
    }
    if (value instanceof BigDecimal number) {
      return number.toPlainString();
    }
    if (value instanceof Map || value instanceof List) {
      return quoted(Json.text(value));
    }
    if (value instanceof byte[]) {
      return Json.MAPPER.convertValue(value, String.class);
    }
    return value.toString();
  }

  private boolean mustQuote(String text) {
    return text.isEmpty()
        || !(CellType.infer(text) instanceof String)
        || text.indexOf(dialect.delimiter()) >= 0
        || text.chars().anyMatch(c -> c == '"' || c == '\n' || c == '\r')
        || !text.equals(text.strip());
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
