package dev.weft.sql.format;

import dev.weft.model.DataRecord;
import dev.weft.model.ProblemException;
import dev.weft.spi.RecordEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.table.data.RowData;

/**
 * The Avro or Protobuf records of rows, by the newest schema of the port. A row that the schema
 * cannot hold fails the job: nothing is written in its place.
 */
final class PortRecordWriter implements SerializationSchema<RowData> {
  private static final long serialVersionUID = 1;

  private final PortJsonWriter json;
  private final String written;

  private transient PortSchemas schemas;
  private transient RecordEncoder encoder;

  /**
   * @param written the schemas, as {@link PortSchemas#text} wrote them
   */
  PortRecordWriter(PortJsonWriter json, String written) {
    this.json = json;
    this.written = written;
  }

  @Override
  public byte[] serialize(RowData row) {
    if (encoder == null) {
      schemas = PortSchemas.parse(written);
      encoder = schemas.records().encoder(schemas);
    }
    try {
      return encoder.encode(schemas.port(), new DataRecord(fields(json.serialize(row))));
    } catch (ProblemException e) {
      var problem = e.first();
      var path = problem.place().path();
      throw new IllegalStateException(
          "A row does not fit the newest schema of '"
              + schemas.port()
              + "': "
              + (path.isEmpty() ? "" : path + ": ")
              + problem.message(),
          e);
    }
  }

  @SuppressWarnings("unchecked") // A row is written as an object.
  private static Map<String, Object> fields(byte[] object) {
    try {
      return (Map<String, Object>) value(FieldWriter.MAPPER.readTree(object));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        var fields = new LinkedHashMap<String, Object>();
        node.properties().forEach(each -> fields.put(each.getKey(), value(each.getValue())));
        yield fields;
      }
      case ARRAY -> {
        var items = new ArrayList<Object>();
        node.forEach(each -> items.add(value(each)));
        yield items;
      }
      case BOOLEAN -> node.booleanValue();
      case NUMBER ->
          node.canConvertToLong() && node.isIntegralNumber()
              ? (Object) node.longValue()
              : node.decimalValue();
      case STRING -> node.textValue();
      default -> null;
    };
  }
}
