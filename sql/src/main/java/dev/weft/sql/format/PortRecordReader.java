package dev.weft.sql.format;

import dev.weft.spi.RecordDecoder;
import java.io.IOException;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;

/**
 * Rows of the Avro or Protobuf records of a port: shown as JSON by the gateway's own codec, then
 * read as JSON is. What cannot be decoded is left out and counted, as the gateway has withheld it
 * already.
 */
final class PortRecordReader implements DeserializationSchema<RowData> {
  private static final long serialVersionUID = 1;

  private final PortJsonReader json;
  private final String written;

  private transient PortSchemas schemas;
  private transient RecordDecoder decoder;

  /**
   * @param written the schemas, as {@link PortSchemas#text} wrote them
   */
  PortRecordReader(PortJsonReader json, String written) {
    this.json = json;
    this.written = written;
  }

  @Override
  public void open(InitializationContext context) {
    json.open(context);
  }

  @Override
  public RowData deserialize(byte[] message) throws IOException {
    if (message == null) {
      return null;
    }
    if (decoder == null) {
      schemas = PortSchemas.parse(written);
      decoder = schemas.records().decoder(schemas);
    }
    var text = decoder.json(schemas.port(), message);
    if (text.isEmpty()) {
      json.leaveOut();
      return null;
    }
    return json.deserialize(text.get());
  }

  @Override
  public void deserialize(byte[] message, Collector<RowData> out) throws IOException {
    PortJsonReader.give(message, deserialize(message), out);
  }

  @Override
  public boolean isEndOfStream(RowData row) {
    return false;
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return json.getProducedType();
  }
}
