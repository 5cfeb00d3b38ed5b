package dev.weft.processors.connect;

import dev.weft.model.DataRecord;
import dev.weft.spi.flow.Content.Origin;
import dev.weft.spi.flow.Content.Records;
import dev.weft.spi.flow.Content.Traced;
import dev.weft.spi.flow.FlowFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * FlowFiles of a connector's records: those of one topic that follow each other are one FlowFile.
 * The value's fields are the record; a record without a value, which says that its key is gone, has
 * the key's fields, and the attribute {@code connect.tombstone} of its FlowFile is true.
 */
final class SourceFiles {
  private static final int FLOW_FILE_RECORDS = 1_000;

  /** Names of offsets that grow with each record, where connectors have them. */
  private static final List<String> GROWING =
      List.of("position", "lsn", "pos", "offset", "scn", "incrementing", "id");

  private final String connector;
  private final String valueField;
  private final String keyField;
  private final String headersField;
  private final List<FlowFile> files = new ArrayList<>();
  private final List<Traced> items = new ArrayList<>();
  private Map<String, String> attributes = Map.of();
  private Map<String, ?> partition;
  private String source;
  private long count;

  SourceFiles(Plugged plugged, AbstractConfig weft, long count) {
    this.connector = plugged.name();
    this.valueField = weft.getString(WeftSettings.VALUE_FIELD);
    this.keyField = weft.getString(WeftSettings.KEY_FIELD);
    this.headersField = weft.getString(WeftSettings.HEADERS_FIELD);
    this.count = count;
  }

  /** All of these, in order. */
  List<FlowFile> of(Iterable<SourceRecord> records) {
    for (var record : records) {
      var its = attributes(record);
      if (!its.equals(attributes) || items.size() == FLOW_FILE_RECORDS) {
        finish();
        attributes = its;
      }
      items.add(new Traced(new DataRecord(fields(record)), origin(record)));
    }
    finish();
    return files;
  }

  private void finish() {
    if (!items.isEmpty()) {
      files.add(new FlowFile(attributes, new Records(items)));
      items.clear();
    }
  }

  private static Map<String, String> attributes(SourceRecord record) {
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("connect.topic", String.valueOf(record.topic()));
    attributes.put("connect.tombstone", Boolean.toString(record.value() == null));
    if (record.valueSchema() != null && record.valueSchema().name() != null) {
      attributes.put("connect.schema", record.valueSchema().name());
    }
    return attributes;
  }

  private Map<String, Object> fields(SourceRecord record) {
    var fields =
        record.value() == null
            ? key(record)
            : ConnectValues.fields(record.valueSchema(), record.value(), valueField);
    if (!keyField.isEmpty()) {
      fields.put(keyField, ConnectValues.of(record.keySchema(), record.key()));
    }
    if (!headersField.isEmpty()) {
      var headers = new LinkedHashMap<String, Object>();
      for (var header : record.headers()) {
        headers.put(header.key(), ConnectValues.of(header.schema(), header.value()));
      }
      fields.put(headersField, headers);
    }
    return fields;
  }

  private Map<String, Object> key(SourceRecord record) {
    return record.key() == null
        ? new LinkedHashMap<>()
        : ConnectValues.fields(
            record.keySchema(), record.key(), keyField.isEmpty() ? "key" : keyField);
  }

  /** Where the connector says that it was; the number of the record where it says no number. */
  private Origin origin(SourceRecord record) {
    count++;
    if (source == null || !Objects.equals(partition, record.sourcePartition())) {
      partition = record.sourcePartition();
      source =
          partition == null ? connector : connector + " " + Offsets.name(Offsets.plain(partition));
    }
    if (record.sourceOffset() != null) {
      for (var name : GROWING) {
        if (record.sourceOffset().get(name) instanceof Number number) {
          return new Origin(source, name, number.longValue());
        }
      }
    }
    return new Origin(source, "record", count);
  }
}
