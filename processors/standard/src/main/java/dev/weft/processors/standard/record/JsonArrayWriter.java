package dev.weft.processors.standard.record;

import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes one JSON array, an element a line. */
final class JsonArrayWriter implements RecordWriter {
  @Override
  public void write(List<DataRecord> records, OutputStream out) throws IOException {
    out.write('[');
    var first = true;
    for (var each : records) {
      if (!first) {
        out.write(',');
      }
      out.write('\n');
      out.write(Json.bytes(each.fields()));
      first = false;
    }
    out.write("\n]\n".getBytes(StandardCharsets.US_ASCII));
  }
}
