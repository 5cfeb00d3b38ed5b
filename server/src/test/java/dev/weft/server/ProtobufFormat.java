package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weft.model.Json;
import dev.weft.testing.Framed;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Protobuf, read and written by Protobuf's own library. */
final class ProtobufFormat implements PortFormat {
  private static final int FRAME_BYTES = 6;
  private static final List<String> TEXTS = List.of("email", "country", "note");
  private static final String TEXT =
      """
      syntax = "proto2";
      package doors;
      message Person {
        optional int64 id = 1;
        optional string email = 2;
        optional string country = 3;
        optional string note = 4;
        optional Address address = 5;
      }
      message Address {
        optional string city = 1;
      }
      """;
  private static final Descriptor PERSON = person();

  private int id;

  /** The same as the text, for the library. */
  private static Descriptor person() {
    var person =
        DescriptorProto.newBuilder()
            .setName("Person")
            .addField(field("id", 1, FieldDescriptorProto.Type.TYPE_INT64));
    for (var text : TEXTS) {
      person.addField(
          field(text, person.getFieldCount() + 1, FieldDescriptorProto.Type.TYPE_STRING));
    }
    person.addField(
        field("address", 5, FieldDescriptorProto.Type.TYPE_MESSAGE).toBuilder()
            .setTypeName(".doors.Address"));
    var address =
        DescriptorProto.newBuilder()
            .setName("Address")
            .addField(field("city", 1, FieldDescriptorProto.Type.TYPE_STRING));
    var file =
        FileDescriptorProto.newBuilder()
            .setName("person.proto")
            .setPackage("doors")
            .addMessageType(person)
            .addMessageType(address)
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("Person");
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FieldDescriptorProto field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
        .build();
  }

  private static FieldDescriptor field(String name) {
    return PERSON.findFieldByName(name);
  }

  private static FieldDescriptor city() {
    return field("address").getMessageType().findFieldByName("city");
  }

  @Override
  public String word() {
    return "protobuf";
  }

  @Override
  public String inContract() {
    return "protobuf";
  }

  @Override
  public void prepare(Rest owner, String port) {
    var answer =
        owner.post(
            "/registry/subjects/" + port + "-value/versions",
            Json.object().put("schemaType", "PROTOBUF").put("schema", TEXT));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    id = answer.body().path("id").asInt();
  }

  /** There is no null: a field that is nothing is not there. */
  @Override
  public ObjectNode stored(ObjectNode record) {
    var there = Json.object();
    record
        .properties()
        .forEach(
            field -> {
              if (!field.getValue().isNull()) {
                there.set(field.getKey(), field.getValue());
              }
            });
    return there;
  }

  @Override
  public byte[] encode(ObjectNode record) {
    var person =
        DynamicMessage.newBuilder(PERSON).setField(field("id"), record.path("id").asLong());
    for (var text : TEXTS) {
      if (record.path(text).isTextual()) {
        person.setField(field(text), record.path(text).textValue());
      }
    }
    var address = DynamicMessage.newBuilder(city().getContainingType());
    address.setField(city(), record.path("address").path("city").asText());
    person.setField(field("address"), address.build());
    return Framed.protobuf(id, person.build().toByteArray());
  }

  @Override
  public ObjectNode decode(byte[] value) {
    assertThat(ByteBuffer.wrap(value).get()).isZero();
    assertThat(ByteBuffer.wrap(value).getInt(1)).isEqualTo(id);
    assertThat(value[FRAME_BYTES - 1]).as("the first message of the file").isZero();
    try {
      var body = Arrays.copyOfRange(value, FRAME_BYTES, value.length);
      var person = DynamicMessage.parseFrom(PERSON, body);
      assertThat(person.getUnknownFields().asMap()).isEmpty();
      return json(person);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode json(DynamicMessage person) {
    var record = Json.object();
    if (person.hasField(field("id"))) {
      record.put("id", (Long) person.getField(field("id")));
    }
    for (var text : TEXTS) {
      if (person.hasField(field(text))) {
        record.put(text, (String) person.getField(field(text)));
      }
    }
    if (person.hasField(field("address"))) {
      var address = (DynamicMessage) person.getField(field("address"));
      record.putObject("address").put("city", (String) address.getField(city()));
    }
    return record;
  }
}
