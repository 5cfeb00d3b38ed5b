package dev.weft.sql.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** The JSON records of rows, with the names of the contract's fields; NULL is written as null. */
final class PortJsonWriter implements SerializationSchema<RowData> {
  private static final long serialVersionUID = 1;

  private final RowType type;
  private final Hints hints;

  private transient FieldWriter writer;

  PortJsonWriter(RowType type, Hints hints) {
    this.type = type;
    this.hints = hints;
  }

  @Override
  public byte[] serialize(RowData row) {
    if (writer == null) {
      writer = FieldWriter.record(type, hints);
    }
    var bytes = new ByteArrayOutputStream();
    try (var json = FieldWriter.MAPPER.createGenerator(bytes)) {
      writer.write(row, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
