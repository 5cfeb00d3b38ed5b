package dev.weft.registry.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields of the first message of a Protobuf schema as contracts see them. */
final class ProtobufFields {
  private static final int FIELDS_MAX = 5_000;
  private static final String OWN = "google.protobuf.";
  private static final Set<String> TEXT = Set.of("string", "date", "timestamp", "time");

  private final List<SchemaField> found = new ArrayList<>();
  private final Set<String> within = new HashSet<>();

  private ProtobufFields() {}

  static List<SchemaField> of(FileDescriptor file) {
    var fields = new ProtobufFields();
    if (!file.getMessageTypes().isEmpty()) {
      fields.collect(file.getMessageTypes().get(0), "");
    }
    return List.copyOf(fields.found);
  }

  private void collect(Descriptor message, String prefix) {
    if (!within.add(message.getFullName())) {
      return;
    }
    for (var field : message.getFields()) {
      if (found.size() < FIELDS_MAX) {
        var path = prefix + field.getName();
        found.add(new SchemaField(path, kinds(field), List.of()));
        if (isMessage(field) && !field.isMapField() && !isOwn(field.getMessageType())) {
          collect(field.getMessageType(), path + ".");
        }
      }
    }
    within.remove(message.getFullName());
  }

  private static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
  }

  private static boolean isOwn(Descriptor message) {
    return message.getFullName().startsWith(OWN);
  }

  private static Set<String> kinds(FieldDescriptor field) {
    if (field.isMapField()) {
      return Set.of("object");
    }
    return field.isRepeated() ? Set.of("array") : kindsOfOne(field);
  }

  private static Set<String> kindsOfOne(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT, LONG -> Set.of("integer", "number");
      case FLOAT, DOUBLE -> Set.of("number");
      case BOOLEAN -> Set.of("boolean");
      case STRING -> TEXT;
      case ENUM, BYTE_STRING -> Set.of("string");
      case MESSAGE -> ofMessage(field.getMessageType());
    };
  }

  private static Set<String> ofMessage(Descriptor message) {
    if (!isOwn(message)) {
      return Set.of("object");
    }
    var name = message.getFullName().substring(OWN.length());
    if (name.endsWith("Value") && message.getFields().size() == 1) {
      return kinds(message.getFields().get(0));
    }
    return switch (name) {
      case "Timestamp" -> Set.of("timestamp", "object");
      case "Duration", "FieldMask" -> Set.of("string", "object");
      default -> Set.of();
    };
  }
}
