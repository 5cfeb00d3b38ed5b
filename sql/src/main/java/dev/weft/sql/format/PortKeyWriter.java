package dev.weft.sql.format;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/** Writes the key of a row. */
final class PortKeyWriter implements SerializationSchema<RowData> {
  private static final long serialVersionUID = 1;

  private final RowType type;

  private transient KeyValue[] values;
  private transient RowData.FieldGetter[] getters;

  PortKeyWriter(RowType type) {
    this.type = type;
  }

  @Override
  public byte[] serialize(RowData key) {
    if (values == null) {
      values = KeyValue.of(type);
      getters = new RowData.FieldGetter[values.length];
      for (var i = 0; i < values.length; i++) {
        getters[i] = RowData.createFieldGetter(type.getTypeAt(i), i);
      }
    }
    var text = new StringBuilder();
    for (var i = 0; i < values.length; i++) {
      text.append(i == 0 ? "" : "|");
      var value = getters[i].getFieldOrNull(key);
      text.append(value == null ? "null" : values[i].text(value));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
