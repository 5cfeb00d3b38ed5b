package dev.weft.sql.format;

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

  private transient KeyValue[] values;

  PortKeyReader(RowType type, TypeInformation<RowData> produced) {
    this.type = type;
    this.produced = produced;
  }

  @Override
  public RowData deserialize(byte[] key) {
    if (values == null) {
      values = KeyValue.of(type);
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
