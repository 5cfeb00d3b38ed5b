package dev.weft.registry.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes a descriptor as the text of a .proto file. Services, extensions and options that do not
 * change how records are written are left out.
 */
final class ProtoText {
  private static final String FULL = ".";

  private final StringBuilder out = new StringBuilder();
  private final boolean isProto3;

  private ProtoText(boolean isProto3) {
    this.isProto3 = isProto3;
  }

  /** The text of the descriptor that this is in Base64; empty when it is none. */
  static Optional<String> ofBase64(String sent) {
    try {
      var file = FileDescriptorProto.parseFrom(Base64.getDecoder().decode(sent.strip()));
      return file.getMessageTypeCount() + file.getEnumTypeCount() == 0
          ? Optional.empty()
          : Optional.of(of(file));
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  static String of(FileDescriptorProto file) {
    var syntax = file.getSyntax().isEmpty() ? "proto2" : file.getSyntax();
    var text = new ProtoText(syntax.equals("proto3"));
    text.line("syntax = \"" + syntax + "\";");
    if (!file.getPackage().isEmpty()) {
      text.line("package " + file.getPackage() + ";");
    }
    for (int i = 0; i < file.getDependencyCount(); i++) {
      var isPublic = file.getPublicDependencyList().contains(i);
      text.line("import " + (isPublic ? "public " : "") + "\"" + file.getDependency(i) + "\";");
    }
    file.getMessageTypeList().forEach(text::message);
    file.getEnumTypeList().forEach(text::symbols);
    return text.out.toString();
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private void message(DescriptorProto message) {
    line("message " + message.getName() + " {");
    message.getReservedRangeList().forEach(range -> reserved(range.getStart(), range.getEnd() - 1));
    message.getReservedNameList().forEach(name -> line("reserved \"" + name + "\";"));
    for (var field : message.getFieldList()) {
      if (!field.hasOneofIndex() || field.getProto3Optional()) {
        field(message, field, true);
      }
    }
    for (int i = 0; i < message.getOneofDeclCount(); i++) {
      oneOf(message, i);
    }
    message.getNestedTypeList().stream()
        .filter(nested -> !nested.getOptions().getMapEntry())
        .forEach(this::message);
    message.getEnumTypeList().forEach(this::symbols);
    line("}");
  }

  private void reserved(int from, int to) {
    line("reserved " + from + " to " + (to >= 536_870_911 ? "max" : String.valueOf(to)) + ";");
  }

  private void oneOf(DescriptorProto message, int index) {
    var fields =
        message.getFieldList().stream()
            .filter(
                field ->
                    field.hasOneofIndex()
                        && field.getOneofIndex() == index
                        && !field.getProto3Optional())
            .toList();
    if (!fields.isEmpty()) {
      line("oneof " + message.getOneofDecl(index).getName() + " {");
      fields.forEach(field -> field(message, field, false));
      line("}");
    }
  }

  private void field(DescriptorProto message, FieldDescriptorProto field, boolean labelled) {
    var entry = entry(message, field);
    var type =
        entry
            .map(map -> "map<" + type(map.getField(0)) + ", " + type(map.getField(1)) + ">")
            .orElseGet(() -> type(field));
    line(
        (labelled && entry.isEmpty() ? label(field) : "")
            + type
            + " "
            + field.getName()
            + " = "
            + field.getNumber()
            + options(field)
            + ";");
  }

  private static Optional<DescriptorProto> entry(
      DescriptorProto message, FieldDescriptorProto field) {
    return message.getNestedTypeList().stream()
        .filter(nested -> nested.getOptions().getMapEntry() && nested.getFieldCount() == 2)
        .filter(
            nested ->
                field.getTypeName().equals(nested.getName())
                    || field
                        .getTypeName()
                        .endsWith("." + message.getName() + "." + nested.getName()))
        .findFirst();
  }

  private String label(FieldDescriptorProto field) {
    if (field.getLabel() == Label.LABEL_REPEATED) {
      return "repeated ";
    }
    if (isProto3) {
      return field.getProto3Optional() ? "optional " : "";
    }
    return field.getLabel() == Label.LABEL_REQUIRED ? "required " : "optional ";
  }

  private static String type(FieldDescriptorProto field) {
    if (field.getType() == FieldDescriptorProto.Type.TYPE_GROUP) {
      throw new IllegalArgumentException("field " + field.getName() + " is a group");
    }
    return field.getTypeName().isEmpty()
        ? field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT)
        : field.getTypeName().startsWith(FULL)
            ? field.getTypeName().substring(1)
            : field.getTypeName();
  }

  private static String options(FieldDescriptorProto field) {
    var options = new StringBuilder();
    if (field.hasDefaultValue()) {
      var isText =
          field.getType() == FieldDescriptorProto.Type.TYPE_STRING
              || field.getType() == FieldDescriptorProto.Type.TYPE_BYTES;
      var value = field.getDefaultValue();
      options
          .append("default = ")
          .append(isText ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : value);
    }
    if (field.getOptions().hasPacked()) {
      options
          .append(options.isEmpty() ? "" : ", ")
          .append("packed = ")
          .append(field.getOptions().getPacked());
    }
    return options.isEmpty() ? "" : " [" + options + "]";
  }

  private void symbols(EnumDescriptorProto symbols) {
    line("enum " + symbols.getName() + " {");
    if (symbols.getOptions().getAllowAlias()) {
      line("option allow_alias = true;");
    }
    symbols
        .getReservedRangeList()
        .forEach(range -> line("reserved " + range.getStart() + " to " + range.getEnd() + ";"));
    symbols.getReservedNameList().forEach(name -> line("reserved \"" + name + "\";"));
    symbols
        .getValueList()
        .forEach(value -> line(value.getName() + " = " + value.getNumber() + ";"));
    line("}");
  }
}
