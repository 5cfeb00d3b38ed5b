package dev.weft.server.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/**
 * Writes records field by field. A value that its column cannot hold, because it is older than the
 * contract or masked to something else, is null there, and counted.
 */
final class RowWriter {
  private final RecordConsumer out;
  private final Map<String, Long> unfit;

  RowWriter(RecordConsumer out) {
    this(out, new TreeMap<>());
  }

  private RowWriter(RecordConsumer out, Map<String, Long> unfit) {
    this.out = out;
    this.unfit = unfit;
  }

  /** Goes on elsewhere. */
  RowWriter into(RecordConsumer other) {
    return new RowWriter(other, unfit);
  }

  RecordConsumer out() {
    return out;
  }

  /** How many values did not fit, by path; a record that is no object has the empty path. */
  Map<String, Long> unfit() {
    return unfit;
  }

  /** A whole record; one that was deleted, or is no object, has nothing but nulls. */
  void record(List<FileColumn> columns, JsonNode record) {
    out.startMessage();
    if (record.isObject()) {
      fields(columns, record);
    } else if (!record.isNull()) {
      unfit.merge("", 1L, Long::sum);
    }
    out.endMessage();
  }

  void fields(List<FileColumn> columns, JsonNode object) {
    for (var i = 0; i < columns.size(); i++) {
      var value = object.get(columns.get(i).name());
      if (value != null) {
        field(columns.get(i), i, value);
      }
    }
  }

  /** One field: left out where it is null. */
  void field(FileColumn column, int index, JsonNode json) {
    if (json.isNull()) {
      return;
    }
    var value = column.type().value(json);
    if (value == null) {
      unfit.merge(column.path(), 1L, Long::sum);
      return;
    }
    out.startField(column.name(), index);
    column.type().write(value, this);
    out.endField(column.name(), index);
  }

  void group(Runnable content) {
    out.startGroup();
    content.run();
    out.endGroup();
  }

  void scalar(Object value) {
    if (value instanceof Integer number) {
      out.addInteger(number);
    } else if (value instanceof Long number) {
      out.addLong(number);
    } else if (value instanceof Double number) {
      out.addDouble(number);
    } else if (value instanceof Boolean truth) {
      out.addBoolean(truth);
    } else {
      out.addBinary((Binary) value);
    }
  }
}
