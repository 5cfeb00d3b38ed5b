package dev.weft.processors.standard.record;

import dev.weft.model.DataRecord;
import dev.weft.model.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes one JSON object a line. */
final class JsonLinesWriter implements RecordWriter {
  @Override
  public void write(List<DataRecord> records, OutputStream out) throws IOException {
    for (var each : records) {
      out.write(Json.bytes(each.fields()));
      out.write('\n');
    }
  }
}
