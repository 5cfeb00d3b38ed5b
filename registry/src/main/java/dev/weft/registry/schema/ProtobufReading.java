package dev.weft.registry.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether a program that reads by one Protobuf schema understands what was written by another: the
 * rules are those of "Updating A Message Type" in protobuf.dev's language guides. A field that the
 * reader does not have is skipped and a field's name may change, but a number keeps its kind.
 */
final class ProtobufReading {
  private static final int OBJECTIONS_MAX = 10;

  /** Kinds of which each can be read as any other of its row. */
  private enum Wire {
    VARINT,
    ZIGZAG,
    FIXED32,
    FIXED64,
    FLOAT,
    DOUBLE,
    TEXT,
    MESSAGE
  }

  private final List<String> objections = new ArrayList<>();
  private final Set<String> compared = new HashSet<>();

  private ProtobufReading() {}

  static List<String> objections(FileDescriptor reader, FileDescriptor writer) {
    var reading = new ProtobufReading();
    reading.messages(reader.getMessageTypes(), writer.getMessageTypes(), "");
    return List.copyOf(reading.objections);
  }

  private void objects(String what) {
    if (objections.size() < OBJECTIONS_MAX) {
      objections.add(what);
    }
  }

  private void messages(List<Descriptor> readers, List<Descriptor> writers, String around) {
    for (var writer : writers) {
      if (writer.getOptions().getMapEntry()) {
        continue;
      }
      var reader =
          readers.stream().filter(each -> each.getName().equals(writer.getName())).findFirst();
      if (reader.isPresent()) {
        message(reader.get(), writer);
        messages(reader.get().getNestedTypes(), writer.getNestedTypes(), around(around, writer));
      } else {
        objects("message " + around(around, writer) + " was removed");
      }
    }
  }

  private static String around(String outer, Descriptor message) {
    return outer.isEmpty() ? message.getName() : outer + "." + message.getName();
  }

  private void message(Descriptor reader, Descriptor writer) {
    if (!compared.add(reader.getFullName() + " " + writer.getFullName())) {
      return;
    }
    for (var written : writer.getFields()) {
      var read = reader.findFieldByNumber(written.getNumber());
      if (read != null) {
        field(read, written);
      } else if (written.getRealContainingOneof() != null) {
        objects(name(written) + " was removed from a oneof");
      }
    }
    for (var read : reader.getFields()) {
      var written = writer.findFieldByNumber(read.getNumber());
      if (read.isRequired() && (written == null || !written.isRequired())) {
        objects(name(read) + " is required, but need not have been written");
      }
    }
    reader.getRealOneofs().forEach(oneof -> oneof(oneof, writer));
  }

  /** Of a oneof only the last field is kept: fields that could be written together are lost. */
  private void oneof(OneofDescriptor read, Descriptor writer) {
    var written =
        read.getFields().stream()
            .map(field -> writer.findFieldByNumber(field.getNumber()))
            .filter(field -> field != null)
            .toList();
    var together = written.stream().map(FieldDescriptor::getRealContainingOneof).distinct().count();
    var apart = written.stream().anyMatch(field -> field.getRealContainingOneof() == null);
    if (written.size() > 1 && (together > 1 || apart)) {
      objects("fields that were apart moved into the oneof " + read.getFullName());
    }
  }

  private void field(FieldDescriptor read, FieldDescriptor written) {
    var kind = wire(read);
    if (kind != wire(written) || read.isMapField() != written.isMapField()) {
      objects(name(written) + " changed from " + kind(written) + " to " + kind(read));
      return;
    }
    if (read.isRepeated() != written.isRepeated() && kind != Wire.TEXT && kind != Wire.MESSAGE) {
      objects(name(written) + " changed between one and many");
    }
    if (kind == Wire.MESSAGE) {
      sameMessage(read, written);
    } else if (isSymbol(read) && isSymbol(written)) {
      symbols(read.getEnumType(), written.getEnumType(), written);
    }
  }

  private void sameMessage(FieldDescriptor read, FieldDescriptor written) {
    if (!read.isMapField()
        && !local(read.getMessageType()).equals(local(written.getMessageType()))) {
      objects(
          name(written)
              + " changed from "
              + written.getMessageType().getFullName()
              + " to "
              + read.getMessageType().getFullName());
      return;
    }
    message(read.getMessageType(), written.getMessageType());
  }

  /** A closed enum loses the symbols that it does not have; an open one keeps their numbers. */
  private void symbols(EnumDescriptor read, EnumDescriptor written, FieldDescriptor field) {
    if (!read.isClosed()) {
      return;
    }
    written.getValues().stream()
        .filter(symbol -> read.findValueByNumber(symbol.getNumber()) == null)
        .forEach(
            symbol ->
                objects(name(field) + " lost the symbol " + symbol.getName() + " of its enum"));
  }

  private static boolean isSymbol(FieldDescriptor field) {
    return field.getType() == FieldDescriptor.Type.ENUM;
  }

  /** The name within its package: packages may be renamed as a whole. */
  private static String local(Descriptor message) {
    var around = message.getFile().getPackage();
    return around.isEmpty()
        ? message.getFullName()
        : message.getFullName().substring(around.length() + 1);
  }

  private static String name(FieldDescriptor field) {
    return "field "
        + field.getNumber()
        + " ("
        + field.getName()
        + ") of "
        + local(field.getContainingType());
  }

  private static String kind(FieldDescriptor field) {
    return field.isMapField() ? "a map" : field.getType().name().toLowerCase(java.util.Locale.ROOT);
  }

  private static Wire wire(FieldDescriptor field) {
    return switch (field.getType()) {
      case INT32, INT64, UINT32, UINT64, BOOL, ENUM -> Wire.VARINT;
      case SINT32, SINT64 -> Wire.ZIGZAG;
      case FIXED32, SFIXED32 -> Wire.FIXED32;
      case FIXED64, SFIXED64 -> Wire.FIXED64;
      case FLOAT -> Wire.FLOAT;
      case DOUBLE -> Wire.DOUBLE;
      case STRING, BYTES -> Wire.TEXT;
      case MESSAGE, GROUP -> Wire.MESSAGE;
    };
  }
}
