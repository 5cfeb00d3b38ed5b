package dev.weft.processors.standard.record;

import dev.weft.model.DataRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes records as one complete document. Safe for any thread; leaves the stream open. */
public interface RecordWriter {
  void write(List<DataRecord> records, OutputStream out) throws IOException;
}
