package dev.weft.sql.format;

import dev.weft.spi.RecordDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Reads the key of a record. It decides only which row a record without a value removes: of all
 * others the key's fields are taken from the value. A key that cannot be read (one that the gateway
 * has replaced by a token, because a policy masks its field) becomes the key of no row, so that
 * nothing is removed by it, and the record with its value still counts.
 */
final class PortKeyReader implements DeserializationSchema<RowData> {
  private static final long serialVersionUID = 1;

  private final RowType type;
  private final TypeInformation<RowData> produced;

  private final String written;

  private transient KeyValue[] values;
  private transient PortSchemas schemas;
  private transient RecordDecoder decoder;
  private transient PortJsonReader records;

  /**
   * @param written the schemas by which keys may be written, as {@link PortSchemas#text} wrote
   *     them; empty where keys are texts only
   */
  PortKeyReader(RowType type, TypeInformation<RowData> produced, String written) {
    this.type = type;
    this.produced = produced;
    this.written = written;
  }

  @Override
  public RowData deserialize(byte[] key) {
    if (values == null) {
      values = KeyValue.of(type);
    }
    if (key != null && key.length > 0 && key[0] == 0 && !written.isEmpty()) {
      var row = record(key);
      return row == null ? noRow() : row;
    }
    var parts =
        key == null ? new String[0] : new String(key, StandardCharsets.UTF_8).split("\\|", -1);
    var row = new GenericRowData(values.length);
    for (var i = 0; i < values.length; i++) {
      var value = parts.length == values.length ? values[i].read(parts[i]) : null;
      if (value == null) {
        return noRow();
      }
      row.setField(i, value);
    }
    return row;
  }

  /** A key that is a record itself, with the fields of the primary key; null for any other. */
  private RowData record(byte[] key) {
    if (decoder == null) {
      schemas = PortSchemas.parse(written);
      decoder = schemas.records().decoder(schemas);
      records = new PortJsonReader(type, Hints.parse(""), type.getFieldNames(), produced);
    }
    return decoder.json(schemas.port(), key).map(records::deserialize).orElse(null);
  }

  private RowData noRow() {
    var row = new GenericRowData(values.length);
    for (var i = 0; i < values.length; i++) {
      row.setField(i, values[i].nobody());
    }
    return row;
  }

  @Override
  public boolean isEndOfStream(RowData row) {
    return false;
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return produced;
  }
}
