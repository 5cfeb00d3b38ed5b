package dev.weft.gateway.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WrappersProto;
import dev.weft.gateway.json.Stars;
import dev.weft.spi.FieldRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random message types, messages of them, and rules for their fields. */
final class RandomProtobuf {
  private static final List<String> NAMES = List.of("a", "b", "c", "ab");
  private static final FieldRule MASK = new FieldRule.Masked(new Stars(), "p", "t");
  private static final List<FieldDescriptorProto.Type> SCALARS =
      Arrays.stream(FieldDescriptorProto.Type.values())
          .filter(type -> type != FieldDescriptorProto.Type.TYPE_GROUP)
          .filter(type -> type != FieldDescriptorProto.Type.TYPE_MESSAGE)
          .filter(type -> type != FieldDescriptorProto.Type.TYPE_ENUM)
          .toList();
  private static final List<FieldDescriptorProto.Type> KEYS =
      List.of(
          FieldDescriptorProto.Type.TYPE_STRING,
          FieldDescriptorProto.Type.TYPE_STRING,
          FieldDescriptorProto.Type.TYPE_INT32,
          FieldDescriptorProto.Type.TYPE_SINT64,
          FieldDescriptorProto.Type.TYPE_BOOL);

  private final Random random;
  private boolean isProto3;
  private int types;

  RandomProtobuf(Random random) {
    this.random = random;
  }

  /** A file whose first message has something in it. */
  FileDescriptor file() {
    isProto3 = random.nextInt(3) > 0;
    var file =
        FileDescriptorProto.newBuilder()
            .setName("random.proto")
            .setSyntax(isProto3 ? "proto3" : "proto2")
            .addDependency("google/protobuf/timestamp.proto")
            .addDependency("google/protobuf/wrappers.proto")
            .addEnumType(
                EnumDescriptorProto.newBuilder()
                    .setName("E")
                    .addValue(symbol("X", 0))
                    .addValue(symbol("Y", 1))
                    .addValue(symbol("Z", 7)))
            .addMessageType(message("R", 0));
    try {
      return FileDescriptor.buildFrom(
          file.build(),
          new FileDescriptor[] {TimestampProto.getDescriptor(), WrappersProto.getDescriptor()});
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto symbol(
      String name, int number) {
    return com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .build();
  }

  private DescriptorProto message(String name, int depth) {
    var out = DescriptorProto.newBuilder().setName(name);
    var names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    var number = 1;
    var optionals = new ArrayList<Integer>();
    for (var each : names.subList(0, random.nextInt(NAMES.size()) + (depth == 0 ? 1 : 0))) {
      number += random.nextInt(6) == 0 ? 1 + random.nextInt(400) : 1;
      var field = FieldDescriptorProto.newBuilder().setName(each).setNumber(number);
      field(field, out, depth);
      if (isProto3
          && field.getLabel() == Label.LABEL_OPTIONAL
          && field.getType() != FieldDescriptorProto.Type.TYPE_MESSAGE
          && random.nextBoolean()) {
        optionals.add(out.getFieldCount());
      } else if (field.getLabel() == Label.LABEL_OPTIONAL && random.nextInt(4) == 0) {
        if (out.getOneofDeclCount() == 0) {
          out.addOneofDeclBuilder().setName("one");
        }
        field.setOneofIndex(0);
      }
      out.addField(field);
    }
    for (int index : optionals) {
      out.getFieldBuilder(index).setProto3Optional(true).setOneofIndex(out.getOneofDeclCount());
      out.addOneofDeclBuilder().setName("_" + out.getField(index).getName());
    }
    return out.build();
  }

  private void field(
      FieldDescriptorProto.Builder field, DescriptorProto.Builder around, int depth) {
    var many = random.nextInt(4) == 0;
    field.setLabel(
        many
            ? Label.LABEL_REPEATED
            : !isProto3 && random.nextInt(4) == 0 ? Label.LABEL_REQUIRED : Label.LABEL_OPTIONAL);
    if (depth < 3 && random.nextInt(8) == 0) {
      map(field, around, depth);
      return;
    }
    type(field, around, depth);
    if (many && isPackable(field.getType()) && random.nextBoolean()) {
      field.getOptionsBuilder().setPacked(random.nextBoolean());
    }
  }

  private static boolean isPackable(FieldDescriptorProto.Type type) {
    return type != FieldDescriptorProto.Type.TYPE_STRING
        && type != FieldDescriptorProto.Type.TYPE_BYTES
        && type != FieldDescriptorProto.Type.TYPE_MESSAGE;
  }

  private void type(FieldDescriptorProto.Builder field, DescriptorProto.Builder around, int depth) {
    switch (random.nextInt(depth < 3 ? 10 : 6)) {
      case 0 ->
          field
              .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
              .setTypeName(
                  random.nextBoolean()
                      ? ".google.protobuf.Timestamp"
                      : ".google.protobuf.StringValue");
      case 1 -> {
        // The enums of proto2 are closed: an unknown symbol is no value of the field.
        if (isProto3) {
          field.setType(FieldDescriptorProto.Type.TYPE_ENUM).setTypeName(".E");
        } else {
          field.setType(FieldDescriptorProto.Type.TYPE_STRING);
        }
      }
      case 2 -> field.setType(FieldDescriptorProto.Type.TYPE_STRING);
      case 3, 4, 5 -> field.setType(SCALARS.get(random.nextInt(SCALARS.size())));
      default -> {
        var name = "M" + types++;
        around.addNestedType(message(name, depth + 1));
        field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(name);
      }
    }
  }

  private void map(FieldDescriptorProto.Builder field, DescriptorProto.Builder around, int depth) {
    var name = field.getName();
    var entry =
        name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1) + "Entry";
    var value =
        FieldDescriptorProto.newBuilder()
            .setName("value")
            .setNumber(2)
            .setLabel(Label.LABEL_OPTIONAL);
    type(value, around, depth);
    around.addNestedType(
        DescriptorProto.newBuilder()
            .setName(entry)
            .setOptions(MessageOptions.newBuilder().setMapEntry(true))
            .addField(
                FieldDescriptorProto.newBuilder()
                    .setName("key")
                    .setNumber(1)
                    .setLabel(Label.LABEL_OPTIONAL)
                    .setType(KEYS.get(random.nextInt(KEYS.size()))))
            .addField(value));
    field
        .setLabel(Label.LABEL_REPEATED)
        .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
        .setTypeName(entry);
  }

  Message value(Descriptor type) {
    var message = DynamicMessage.newBuilder(type);
    var isEntry = type.getOptions().getMapEntry();
    for (var field : type.getFields()) {
      if (field.isRepeated()) {
        for (int i = random.nextInt(4); i > 0; i--) {
          message.addRepeatedField(field, single(field));
        }
      } else if (random.nextInt(isEntry ? 8 : 4) > 0 || !mayBeMissing(field)) {
        message.setField(field, single(field));
      }
    }
    if (random.nextInt(5) == 0 && !isEntry && !isScalar(type)) {
      message.setUnknownFields(
          UnknownFieldSet.newBuilder()
              .mergeVarintField(5_000, random.nextInt())
              .mergeField(
                  5_001,
                  UnknownFieldSet.Field.newBuilder()
                      .addLengthDelimited(ByteString.copyFromUtf8("SECRET"))
                      .addGroup(UnknownFieldSet.newBuilder().mergeVarintField(1, 1).build())
                      .build())
              .build());
    }
    return message.build();
  }

  /** The value of a map's entry may not where an empty message would be none. */
  private static boolean mayBeMissing(FieldDescriptor field) {
    return !field.isRequired()
        && (!field.getContainingType().getOptions().getMapEntry()
            || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
            || DynamicMessage.getDefaultInstance(field.getMessageType()).isInitialized());
  }

  private static boolean isScalar(Descriptor type) {
    return type.getFile().getName().startsWith("google/");
  }

  private Object single(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT -> random.nextInt(4) == 0 ? 0 : random.nextInt() >> random.nextInt(32);
      case LONG ->
          field.getContainingType().getFullName().equals("google.protobuf.Timestamp")
              ? (long) random.nextInt()
              : random.nextInt(4) == 0 ? 0 : random.nextLong() >> random.nextInt(64);
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case BOOLEAN -> random.nextBoolean();
      case STRING ->
          List.of("", "Zürich 😀 \\ \"q\"\n", "plain text", "a", "b").get(random.nextInt(5));
      case BYTE_STRING -> {
        var bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        yield ByteString.copyFrom(bytes);
      }
      case ENUM ->
          field
              .getEnumType()
              .findValueByNumberCreatingIfUnknown(List.of(0, 1, 7, 9).get(random.nextInt(4)));
      case MESSAGE -> value(field.getMessageType());
    };
  }

  Map<String, FieldRule> rules() {
    var rules = new HashMap<String, FieldRule>();
    for (int i = random.nextInt(5); i > 0; i--) {
      var path = new StringBuilder(NAMES.get(random.nextInt(NAMES.size())));
      for (int depth = random.nextInt(3); depth > 0; depth--) {
        path.append('.').append(NAMES.get(random.nextInt(NAMES.size())));
      }
      rules.put(path.toString(), rule());
    }
    return rules;
  }

  FieldRule rule() {
    return switch (random.nextInt(3)) {
      case 0 -> FieldRule.SHOW;
      case 1 -> FieldRule.WITHHOLD;
      default -> MASK;
    };
  }

  byte[] damage(byte[] bytes) {
    var damaged = bytes.clone();
    for (int i = random.nextInt(3); i >= 0 && damaged.length > 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(5) == 0
        ? Arrays.copyOf(damaged, random.nextInt(damaged.length + 2))
        : damaged;
  }
}
