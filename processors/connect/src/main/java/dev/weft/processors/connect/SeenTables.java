package dev.weft.processors.connect;

import dev.weft.spi.flow.SourceTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * The tables that records of a connector come from, with the columns that their schemas have: of
 * change events as Debezium writes them the table that they name and its row, of other records with
 * a structure their topic. So a table that is new, and a column that has come or has another type,
 * are known with the first record that has them. For one thread.
 */
final class SeenTables {
  private static final int TABLES_MAX = 500;
  private static final int COLUMNS_MAX = 200;

  /** How Debezium marks records of its first look at a database, while there are more. */
  private static final Set<String> FIRST_LOOK =
      Set.of("true", "first", "first_in_data_collection", "last_in_data_collection");

  /** The schema that was looked at last, by topic: most records have the same one. */
  private final Map<String, Schema> last = new HashMap<>();

  private final Map<Name, List<SourceTables.Column>> tables = new LinkedHashMap<>();
  private boolean untold;

  private record Name(String schema, String table) {}

  /**
   * All that are known, if these records say something new; empty most of the time. What a first
   * look at a database finds is told together, when it is over: one table after another would look
   * as if they had just turned up.
   */
  Optional<SourceTables> look(List<SourceRecord> records) {
    var isFirstLook = false;
    for (var record : records) {
      if (record.value() instanceof Struct value) {
        if (last.put(String.valueOf(record.topic()), value.schema()) != value.schema()) {
          untold |= see(record.topic(), value);
        }
        isFirstLook = isFirstLook(value);
      }
    }
    if (!untold || isFirstLook) {
      return Optional.empty();
    }
    untold = false;
    return Optional.of(known());
  }

  private static boolean isFirstLook(Struct value) {
    return envelope(value)
        && text(value.getStruct("source"), "snapshot").filter(FIRST_LOOK::contains).isPresent();
  }

  private boolean see(String topic, Struct value) {
    var envelope = envelope(value);
    var row = envelope ? value.schema().field("after").schema() : value.schema();
    var name = envelope ? named(value.getStruct("source"), topic) : new Name("", topic);
    var columns = columns(row);
    if (!tables.containsKey(name) && tables.size() >= TABLES_MAX) {
      return false;
    }
    return !columns.equals(tables.put(name, columns));
  }

  /** A change event: the row before and after, and where it comes from. */
  private static boolean envelope(Struct value) {
    var after = value.schema().field("after");
    return after != null
        && after.schema().type() == Schema.Type.STRUCT
        && value.schema().field("op") != null
        && value.schema().field("source") != null
        && value.schema().field("source").schema().type() == Schema.Type.STRUCT
        && value.getStruct("source") != null;
  }

  /** By its schema, or its database where that has none. */
  private static Name named(Struct source, String topic) {
    var table = text(source, "table").or(() -> text(source, "collection"));
    var schema = text(source, "schema").or(() -> text(source, "db"));
    return table.map(name -> new Name(schema.orElse(""), name)).orElse(new Name("", topic));
  }

  private static Optional<String> text(Struct source, String field) {
    return source.schema().field(field) != null && source.get(field) instanceof String text
        ? Optional.of(text).filter(it -> !it.isBlank())
        : Optional.empty();
  }

  private static List<SourceTables.Column> columns(Schema row) {
    return row.fields().stream().limit(COLUMNS_MAX).map(SeenTables::column).toList();
  }

  private static SourceTables.Column column(Field field) {
    var schema = field.schema();
    var type = schema.name() == null ? schema.type().getName() : schema.name();
    return new SourceTables.Column(field.name(), type, logicalType(schema));
  }

  /** As contracts name it, of the values that {@link ConnectValues} makes of it. */
  private static String logicalType(Schema schema) {
    var name = schema.name() == null ? "" : schema.name();
    if (name.endsWith("Date")) {
      return "date";
    }
    if (name.endsWith("Timestamp")) {
      return "timestamp";
    }
    if (name.endsWith("Time")) {
      return "time";
    }
    if (name.endsWith("Decimal")) {
      return "number";
    }
    if (name.endsWith(".Json")) {
      return "object";
    }
    return switch (schema.type()) {
      case INT8, INT16, INT32, INT64 -> name.endsWith("Duration") ? "string" : "integer";
      case FLOAT32, FLOAT64 -> "number";
      case BOOLEAN -> "boolean";
      case ARRAY -> "array";
      case MAP, STRUCT -> "object";
      case STRING, BYTES -> "string";
    };
  }

  /** What has not changed since the start is not here: there may be more. */
  private SourceTables known() {
    var taken = new ArrayList<SourceTables.Table>();
    tables.forEach(
        (name, columns) -> taken.add(new SourceTables.Table(name.schema(), name.table(), columns)));
    return SourceTables.taken(taken, List.of(), "", false);
  }
}
