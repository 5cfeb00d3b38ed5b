package dev.weft.sql.format;

import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.util.Collector;

/**
 * Rows of the JSON records of a port.
 *
 * <p>A record that is not one JSON object, or lacks a field without which its row could not be (one
 * of the primary key, or the event time), is left out and counted as {@code weft_records_left_out}.
 */
final class PortJsonReader implements DeserializationSchema<RowData> {
  private static final long serialVersionUID = 1;
  private static final int FRAME_BYTES = 5;

  private final RowType type;
  private final Hints hints;
  private final TypeInformation<RowData> produced;
  private final int[] needed;

  private transient FieldReader reader;
  private transient Counter leftOut;

  PortJsonReader(
      RowType type, Hints hints, List<String> needed, TypeInformation<RowData> produced) {
    this.type = type;
    this.hints = hints;
    this.produced = produced;
    this.needed =
        needed.stream().mapToInt(type::getFieldIndex).filter(index -> index >= 0).toArray();
  }

  @Override
  public void open(InitializationContext context) {
    leftOut = context.getMetricGroup().counter("weft_records_left_out");
  }

  @Override
  public RowData deserialize(byte[] message) {
    if (message == null) {
      return null;
    }
    if (reader == null) {
      reader = FieldReader.record(type, hints);
    }
    var row = read(message);
    if (row == null || !isWhole(row)) {
      leaveOut();
      return null;
    }
    return row;
  }

  @Override
  public void deserialize(byte[] message, Collector<RowData> out) {
    give(message, deserialize(message), out);
  }

  /** What is computed from a row in the same task is computed before this returns. */
  static void give(byte[] message, RowData row, Collector<RowData> out) {
    if (row == null) {
      return;
    }
    try {
      out.collect(row);
    } catch (RuntimeException e) {
      throw RecordFailure.of(message, e);
    }
  }

  /** Counts a record that becomes no row. */
  void leaveOut() {
    if (leftOut != null) {
      leftOut.inc();
    }
  }

  private RowData read(byte[] message) {
    // No JSON begins with a zero byte: before it stands the id of a JSON Schema then.
    var from = message.length > FRAME_BYTES && message[0] == 0 ? FRAME_BYTES : 0;
    try (var json = FieldReader.FACTORY.createParser(message, from, message.length - from)) {
      if (json.nextToken() == null) {
        return null;
      }
      var row = (RowData) reader.read(json);
      return json.nextToken() == null ? row : null;
    } catch (IOException e) {
      return null;
    }
  }

  private boolean isWhole(RowData row) {
    for (var index : needed) {
      if (row.isNullAt(index)) {
        return false;
      }
    }
    return true;
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
