package dev.weft.processors.standard.record;

import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
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
  private static final int BLOCK_CHARACTERS = 1 << 16;

  private final CsvDialect dialect;

  CsvWriter(CsvDialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public void write(List<DataRecord> records, OutputStream out) throws IOException {
    var header = new LinkedHashSet<String>();
    records.forEach(each -> header.addAll(each.fields().keySet()));
    var names = List.copyOf(header);
    var rows = new StringBuilder();
    row(names, rows);
    for (var each : records) {
      row(values(names, each), rows);
      if (rows.length() > BLOCK_CHARACTERS) {
        flush(rows, out);
      }
    }
    flush(rows, out);
  }

  /** In the header's order, which is the record's own as a rule. */
  private static Collection<?> values(List<String> header, DataRecord each) {
    return each.fields().size() == header.size() && isOrder(each.fields().keySet(), header)
        ? each.fields().values()
        : header.stream().map(each::get).collect(Collectors.toList());
  }

  private static boolean isOrder(Iterable<String> names, List<String> header) {
    var at = 0;
    for (var name : names) {
      if (!name.equals(header.get(at++))) {
        return false;
      }
    }
    return true;
  }

  private static void flush(StringBuilder rows, OutputStream out) throws IOException {
    out.write(rows.toString().getBytes(StandardCharsets.UTF_8));
    rows.setLength(0);
  }

  private void row(Iterable<?> values, StringBuilder rows) {
    var first = true;
    for (var value : values) {
      if (!first) {
        rows.append(dialect.delimiter());
      }
      first = false;
      cell(value, rows);
    }
    rows.append(LINE_BREAK);
  }

  private void cell(Object value, StringBuilder rows) {
    if (value == null) {
      return;
    }
    if (value instanceof String text) {
      rows.append(mustQuote(text) ? quoted(text) : text);
    } else if (value instanceof BigDecimal number) {
      rows.append(number.toPlainString());
    } else if (value instanceof Map || value instanceof List) {
      rows.append(quoted(Json.text(value)));
    } else if (value instanceof byte[]) {
      rows.append(Json.MAPPER.convertValue(value, String.class));
    } else {
      rows.append(value);
    }
  }

  private boolean mustQuote(String text) {
    if (text.isEmpty() || !CellType.isText(text)) {
      return true;
    }
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '"' || c == '\n' || c == '\r' || c == dialect.delimiter()) {
        return true;
      }
    }
    return Character.isWhitespace(text.charAt(0))
        || Character.isWhitespace(text.charAt(text.length() - 1));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
