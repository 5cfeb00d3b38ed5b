package dev.weft.processors.standard.record;

import dev.weft.model.DataRecord;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;

/**
 * Writes Avro container files with deflated blocks. The schema is that of the records: every field
 * that occurs, each of them nullable.
 */
final class AvroWriter implements RecordWriter {
  private static final int LEVEL = 6;

  @Override
  public void write(List<DataRecord> records, OutputStream out) throws IOException {
    var maps = records.stream().map(DataRecord::fields).toList();
    Schema schema = AvroSchemas.of(maps);
    try (var file =
        new DataFileWriter<Object>(new GenericDatumWriter<>(schema, AvroValues.MODEL))) {
      file.setCodec(CodecFactory.deflateCodec(LEVEL));
      file.create(schema, new StaysOpen(out));
      for (var each : maps) {
        file.append(AvroSchemas.value(each, schema));
      }
    }
  }

  private static final class StaysOpen extends FilterOutputStream {
    StaysOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
