package dev.weft.registry.schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;

/** The fields of an Avro schema as contracts see them. */
final class AvroFields {
  private static final int FIELDS_MAX = 5_000;
  private static final String TAGS = "confluent:tags";
  private static final Set<String> TEXT = Set.of("string", "date", "timestamp", "time");

  private final List<SchemaField> found = new ArrayList<>();
  private final Set<String> within = new HashSet<>();

  private AvroFields() {}

  static List<SchemaField> of(Schema schema) {
    var fields = new AvroFields();
    fields.collect(schema, "");
    return List.copyOf(fields.found);
  }

  private void collect(Schema schema, String prefix) {
    switch (schema.getType()) {
      case RECORD -> record(schema, prefix);
      case UNION -> schema.getTypes().forEach(branch -> collect(branch, prefix));
      case ARRAY -> collect(schema.getElementType(), prefix);
      default -> {
        // Has no fields of its own.
      }
    }
  }

  private void record(Schema schema, String prefix) {
    if (!within.add(schema.getFullName())) {
      return;
    }
    for (var field : schema.getFields()) {
      if (found.size() < FIELDS_MAX) {
        var path = prefix + field.name();
        found.add(new SchemaField(path, kinds(field.schema()), tags(field)));
        collect(field.schema(), path + ".");
      }
    }
    within.remove(schema.getFullName());
  }

  private static List<String> tags(Schema.Field field) {
    return field.getObjectProp(TAGS) instanceof Collection<?> tags
        ? tags.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }

  private static Set<String> kinds(Schema schema) {
    var logical = schema.getLogicalType();
    if (logical != null) {
      var name = logical.getName();
      var kind =
          name.equals("date")
              ? "date"
              : name.startsWith("time-")
                  ? "time"
                  : name.contains("timestamp-")
                      ? "timestamp"
                      : name.equals("decimal") || name.equals("big-decimal") ? "number" : "string";
      return Set.of(kind);
    }
    return switch (schema.getType()) {
      case STRING, ENUM -> TEXT;
      case BYTES, FIXED -> Set.of("string");
      case INT, LONG -> Set.of("integer", "number");
      case FLOAT, DOUBLE -> Set.of("number");
      case BOOLEAN -> Set.of("boolean");
      case RECORD, MAP -> Set.of("object");
      case ARRAY -> Set.of("array");
      case UNION -> union(schema);
      case NULL -> Set.of();
    };
  }

  private static Set<String> union(Schema schema) {
    var kinds = new HashSet<String>();
    schema.getTypes().forEach(branch -> kinds.addAll(kinds(branch)));
    return kinds;
  }
}
