package dev.weft.sql;

import dev.weft.model.Contract;
import dev.weft.model.PortName;
import dev.weft.spi.RecordFormat;
import dev.weft.sql.format.Hint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.table.api.Schema;

/**
 * A port as a table: what its contract says, as far as a plan needs it. It is kept beside compiled
 * plans, so that a plan reads the columns that it was made for whatever the contract says later. It
 * holds no secrets.
 *
 * @param key the primary key's columns in order; empty: rows are only added
 * @param time the column that says when a record happened; {@link #RECORD_TIME} for Kafka's own
 *     time; empty: nothing does
 * @param outOfOrderMillis how much later than others a record may come
 * @param recordTime whether there is the column {@link #RECORD_TIME}
 * @param messages how records are written: json, avro or protobuf
 */
record PortTable(
    PortName port,
    List<Column> columns,
    Map<String, Hint> hints,
    List<String> key,
    String time,
    long outOfOrderMillis,
    boolean recordTime,
    String messages) {

  /** The column that holds the time that Kafka keeps with a record. */
  static final String RECORD_TIME = "record_time";

  private static final String EVENT_TIME = "weft.eventTime";
  private static final String OUT_OF_ORDER = "weft.outOfOrder";

  /** A column with its type in SQL. */
  record Column(String name, String type, boolean required) {}

  PortTable {
    columns = List.copyOf(columns);
    hints = Map.copyOf(hints);
    key = List.copyOf(key);
  }

  /**
   * @param asked what the query says of the port's event time
   * @param recordTime whether the query names {@link #RECORD_TIME}
   */
  static PortTable of(
      PortName port, Contract contract, QueryText.EventTime asked, boolean recordTime) {
    var columns =
        contract.fields().stream()
            .map(field -> new Column(field.name(), ColumnType.of(field), field.required()))
            .toList();
    var hints = new LinkedHashMap<String, Hint>();
    contract.fields().forEach(field -> ColumnType.hints(field, field.name(), hints));
    var time = asked == null ? contractTime(contract) : asked.field();
    var own = columns.stream().anyMatch(column -> column.name().equals(RECORD_TIME));
    if (asked != null && time.isEmpty()) {
      time = RECORD_TIME;
    }
    var late =
        asked == null
            ? contract.customProperty(OUT_OF_ORDER).flatMap(Durations::parse).orElse(Durations.LATE)
            : asked.outOfOrder();
    return new PortTable(
        port,
        columns,
        hints,
        contract.primaryKey(),
        time,
        Math.min(late.toMillis(), Durations.LATE_MAX.toMillis()),
        !own && (recordTime || time.equals(RECORD_TIME)),
        contract.messageFormat());
  }

  private static String contractTime(Contract contract) {
    return contract
        .customProperty(EVENT_TIME)
        .map(value -> value.asText())
        .filter(name -> isTimestamp(contract, name))
        .orElse("");
  }

  /** Whether the contract has a timestamp of this name. */
  static boolean isTimestamp(Contract contract, String name) {
    return contract.fields().stream()
        .anyMatch(field -> field.name().equals(name) && field.logicalType().equals("timestamp"));
  }

  /** How its records are written; empty for a format that queries do not know. */
  Optional<RecordFormat> format() {
    return switch (messages) {
      case "json" -> Optional.of(RecordFormat.JSON);
      case "avro" -> Optional.of(RecordFormat.AVRO);
      case "protobuf", "proto" -> Optional.of(RecordFormat.PROTOBUF);
      default -> Optional.empty();
    };
  }

  Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** The same rows, each as it was written: none replaces another. */
  PortTable asRecords() {
    return new PortTable(
        port, columns, hints, List.of(), time, outOfOrderMillis, recordTime, messages);
  }

  /** As a table to read. */
  Schema readSchema() {
    var schema = Schema.newBuilder();
    for (var column : columns) {
      schema.column(column.name(), type(column));
    }
    if (recordTime) {
      schema.columnByMetadata(RECORD_TIME, "TIMESTAMP_LTZ(3) NOT NULL", "timestamp", true);
    }
    if (!time.isEmpty()) {
      schema.watermark(
          time, ColumnType.quoted(time) + " - " + Durations.interval(outOfOrderMillis));
    }
    if (!key.isEmpty()) {
      schema.primaryKey(key);
    }
    return schema.build();
  }

  /** As a table to write. */
  Schema writeSchema() {
    var schema = Schema.newBuilder();
    for (var column : columns) {
      schema.column(
          column.name(), column.type() + (key.contains(column.name()) ? " NOT NULL" : ""));
    }
    if (!key.isEmpty()) {
      schema.primaryKey(key);
    }
    return schema.build();
  }

  private String type(Column column) {
    var type = column.name().equals(time) ? "TIMESTAMP_LTZ(3)" : column.type();
    return key.contains(column.name()) ? type + " NOT NULL" : type;
  }
}
