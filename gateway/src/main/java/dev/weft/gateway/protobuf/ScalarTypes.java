package dev.weft.gateway.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.weft.gateway.protobuf.Numbers.Coding;
import dev.weft.gateway.protobuf.Numbers.WholeType;
import java.util.Optional;

/** Which scalar a field holds, if it holds one. */
final class ScalarTypes {
  private static final String WELL_KNOWN = "google/protobuf/";

  private ScalarTypes() {}

  /** Empty when the values are messages that are not scalars in JSON. */
  static Optional<ScalarType> of(FieldDescriptor field) {
    return Optional.ofNullable(
        switch (field.getType()) {
          case DOUBLE -> new Numbers.DoubleType();
          case FLOAT -> new Numbers.FloatType();
          case INT32 -> new WholeType(Coding.INT32);
          case INT64 -> new WholeType(Coding.INT64);
          case UINT32 -> new WholeType(Coding.UINT32);
          case UINT64 -> new WholeType(Coding.UINT64);
          case SINT32 -> new WholeType(Coding.SINT32);
          case SINT64 -> new WholeType(Coding.SINT64);
          case FIXED32 -> new WholeType(Coding.FIXED32);
          case FIXED64 -> new WholeType(Coding.FIXED64);
          case SFIXED32 -> new WholeType(Coding.SFIXED32);
          case SFIXED64 -> new WholeType(Coding.SFIXED64);
          case BOOL -> new Numbers.BoolType();
          case STRING -> new Texts.StringType();
          case BYTES -> new Texts.BytesType();
          case ENUM -> new Texts.EnumType(field.getEnumType());
          case GROUP -> throw new BadProtobuf("groups are not supported");
          case MESSAGE -> wellKnown(field.getMessageType());
        });
  }

  private static ScalarType wellKnown(Descriptor message) {
    if (!isWellKnown(message)) {
      return null;
    }
    return switch (message.getName()) {
      case "Timestamp" -> new WellKnown.TimestampType();
      case "Duration" -> new WellKnown.DurationType();
      case "DoubleValue",
          "FloatValue",
          "Int64Value",
          "UInt64Value",
          "Int32Value",
          "UInt32Value",
          "BoolValue",
          "StringValue",
          "BytesValue" ->
          of(message.findFieldByNumber(1)).map(WellKnown.WrapperType::new).orElse(null);
      default -> null;
    };
  }

  /** The registry lets nobody register files of this folder. */
  static boolean isWellKnown(Descriptor message) {
    return message.getFile().getName().startsWith(WELL_KNOWN);
  }
}
