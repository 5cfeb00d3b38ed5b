package dev.weft.registry.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OptionElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.util.Locale;
import java.util.Map;

/**
 * Turns the text of a .proto file into the descriptor that Protobuf's own library links. Services
 * and extensions are no part of records and are left out: an extension's values are fields of
 * unknown numbers.
 *
 * <p>Throws {@link IllegalArgumentException} with a sentence for people.
 */
final class ProtoDescriptors {
  private static final int NUMBER_MAX = (1 << 29) - 1;
  private static final Map<String, FieldDescriptorProto.Type> SCALARS =
      Map.ofEntries(
          Map.entry("double", FieldDescriptorProto.Type.TYPE_DOUBLE),
          Map.entry("float", FieldDescriptorProto.Type.TYPE_FLOAT),
          Map.entry("int32", FieldDescriptorProto.Type.TYPE_INT32),
          Map.entry("int64", FieldDescriptorProto.Type.TYPE_INT64),
          Map.entry("uint32", FieldDescriptorProto.Type.TYPE_UINT32),
          Map.entry("uint64", FieldDescriptorProto.Type.TYPE_UINT64),
          Map.entry("sint32", FieldDescriptorProto.Type.TYPE_SINT32),
          Map.entry("sint64", FieldDescriptorProto.Type.TYPE_SINT64),
          Map.entry("fixed32", FieldDescriptorProto.Type.TYPE_FIXED32),
          Map.entry("fixed64", FieldDescriptorProto.Type.TYPE_FIXED64),
          Map.entry("sfixed32", FieldDescriptorProto.Type.TYPE_SFIXED32),
          Map.entry("sfixed64", FieldDescriptorProto.Type.TYPE_SFIXED64),
          Map.entry("bool", FieldDescriptorProto.Type.TYPE_BOOL),
          Map.entry("string", FieldDescriptorProto.Type.TYPE_STRING),
          Map.entry("bytes", FieldDescriptorProto.Type.TYPE_BYTES));
  private static final String MAP = "map<";

  private final boolean isProto3;

  private ProtoDescriptors(boolean isProto3) {
    this.isProto3 = isProto3;
  }

  static FileDescriptorProto of(String name, ProtoFileElement file) {
    var syntax = file.getSyntax() == null ? "proto2" : file.getSyntax().toString();
    if (!syntax.equals("proto2") && !syntax.equals("proto3")) {
      throw new IllegalArgumentException("its syntax is " + syntax + ", not proto2 or proto3");
    }
    var out = FileDescriptorProto.newBuilder().setName(name).setSyntax(syntax);
    if (file.getPackageName() != null) {
      out.setPackage(file.getPackageName());
    }
    out.addAllDependency(file.getImports());
    file.getPublicImports()
        .forEach(
            imported -> {
              out.addPublicDependency(out.getDependencyCount());
              out.addDependency(imported);
            });
    out.addAllDependency(file.getWeakImports());
    var descriptors = new ProtoDescriptors(syntax.equals("proto3"));
    for (var type : file.getTypes()) {
      if (type instanceof MessageElement message) {
        out.addMessageType(descriptors.message(message));
      } else {
        out.addEnumType(descriptors.symbols(type));
      }
    }
    return out.build();
  }

  private DescriptorProto message(MessageElement message) {
    if (!message.getGroups().isEmpty()) {
      throw noGroups(message.getName());
    }
    var out = DescriptorProto.newBuilder().setName(message.getName());
    for (var type : message.getNestedTypes()) {
      if (type instanceof MessageElement nested) {
        out.addNestedType(message(nested));
      } else {
        out.addEnumType(symbols(type));
      }
    }
    message.getFields().forEach(field -> out.addField(field(field, out)));
    for (var oneOf : message.getOneOfs()) {
      if (!oneOf.getGroups().isEmpty()) {
        throw noGroups(message.getName());
      }
      var index = out.getOneofDeclCount();
      out.addOneofDecl(OneofDescriptorProto.newBuilder().setName(oneOf.getName()));
      oneOf
          .getFields()
          .forEach(field -> out.addField(field(field, out).toBuilder().setOneofIndex(index)));
    }
    if (isProto3) {
      message.getFields().stream()
          .filter(field -> field.getLabel() == Field.Label.OPTIONAL)
          .forEach(field -> optional(field.getName(), out));
    }
    return out.build();
  }

  private static IllegalArgumentException noGroups(String message) {
    return new IllegalArgumentException(
        "message " + message + " has a group; use a message within the message");
  }

  /** In proto3 a field that may be missing is alone in a oneof that nobody sees. */
  private static void optional(String name, DescriptorProto.Builder out) {
    for (var field : out.getFieldBuilderList()) {
      if (field.getName().equals(name)) {
        field.setProto3Optional(true).setOneofIndex(out.getOneofDeclCount());
      }
    }
    out.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + name));
  }

  /** The wire has room for no larger one, and the library does not mind. */
  private static int number(FieldElement field) {
    if (field.getTag() < 1 || field.getTag() > NUMBER_MAX) {
      throw new IllegalArgumentException(
          "field " + field.getName() + " has a number that is not from 1 to " + NUMBER_MAX);
    }
    return field.getTag();
  }

  private FieldDescriptorProto field(FieldElement field, DescriptorProto.Builder around) {
    var out =
        FieldDescriptorProto.newBuilder()
            .setName(field.getName())
            .setNumber(number(field))
            .setLabel(label(field));
    type(out, field.getType());
    if (field.getType().startsWith(MAP)) {
      map(field, out, around);
    }
    if (field.getDefaultValue() != null) {
      out.setDefaultValue(field.getDefaultValue());
    }
    if (field.getJsonName() != null) {
      out.setJsonName(field.getJsonName());
    }
    field.getOptions().stream()
        .filter(option -> option.getName().equals("packed") && !option.isParenthesized())
        .forEach(option -> out.getOptionsBuilder().setPacked(isTrue(option)));
    return out.build();
  }

  private static boolean isTrue(OptionElement option) {
    return String.valueOf(option.getValue()).equals("true");
  }

  private Label label(FieldElement field) {
    if (field.getLabel() == Field.Label.REPEATED || field.getType().startsWith(MAP)) {
      return Label.LABEL_REPEATED;
    }
    if (field.getLabel() == Field.Label.REQUIRED) {
      if (isProto3) {
        throw new IllegalArgumentException(
            "field " + field.getName() + " is required, which proto3 does not know");
      }
      return Label.LABEL_REQUIRED;
    }
    return Label.LABEL_OPTIONAL;
  }

  /** Of a named type the library finds out whether it is a message or an enum. */
  private static void type(FieldDescriptorProto.Builder out, String type) {
    var scalar = SCALARS.get(type);
    if (scalar != null) {
      out.setType(scalar);
    } else {
      out.setTypeName(type);
    }
  }

  private static void map(
      FieldElement field, FieldDescriptorProto.Builder out, DescriptorProto.Builder around) {
    var type = field.getType();
    var comma = type.indexOf(',');
    if (comma < 0 || !type.endsWith(">")) {
      throw new IllegalArgumentException("field " + field.getName() + " is no map");
    }
    var entry = entryName(field.getName());
    around.addNestedType(
        DescriptorProto.newBuilder()
            .setName(entry)
            .setOptions(MessageOptions.newBuilder().setMapEntry(true))
            .addField(part("key", 1, type.substring(MAP.length(), comma).strip()))
            .addField(part("value", 2, type.substring(comma + 1, type.length() - 1).strip())));
    out.setTypeName(entry).setType(FieldDescriptorProto.Type.TYPE_MESSAGE);
  }

  private static FieldDescriptorProto part(String name, int number, String type) {
    var out =
        FieldDescriptorProto.newBuilder()
            .setName(name)
            .setNumber(number)
            .setLabel(Label.LABEL_OPTIONAL);
    type(out, type);
    return out.build();
  }

  private static String entryName(String field) {
    var name = new StringBuilder();
    for (var word : field.split("_")) {
      if (!word.isEmpty()) {
        name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return name.append("Entry").toString();
  }

  private EnumDescriptorProto symbols(TypeElement type) {
    if (!(type instanceof EnumElement symbols)) {
      throw new IllegalArgumentException(type.getName() + " is neither a message nor an enum");
    }
    var constants = symbols.getConstants();
    if (constants.isEmpty() || (isProto3 && constants.get(0).getTag() != 0)) {
      throw new IllegalArgumentException(
          "enum " + symbols.getName() + " must begin with a symbol of number 0");
    }
    var out = EnumDescriptorProto.newBuilder().setName(symbols.getName());
    for (var constant : constants) {
      out.addValueBuilder().setName(constant.getName()).setNumber(constant.getTag());
    }
    return out.build();
  }
}
