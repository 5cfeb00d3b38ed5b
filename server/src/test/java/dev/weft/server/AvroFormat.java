package dev.weft.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weft.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;

/** Avro, read and written by Avro's own library. */
abstract class AvroFormat implements PortFormat {
  private static final Schema ADDRESS =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Address", "fields": [{"name": "city", "type": "string"}]}
              """);
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "Person", "fields": [
                {"name": "id", "type": "long"},
                {"name": "email", "type": ["null", "string"], "default": null},
                {"name": "country", "type": ["null", "string"], "default": null},
                {"name": "note", "type": ["null", "string"], "default": null},
                {"name": "address", "type":
                  {"type": "record", "name": "Address", "fields": [{"name": "city", "type": "string"}]}}]}
              """);

  @Override
  public String inContract() {
    return "avro";
  }

  @Override
  public void prepare(Rest owner, String port) {
    var answer =
        owner.post(
            "/registry/subjects/" + port + "-value/versions",
            Json.object().put("schema", SCHEMA.toString()));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    registered(answer.body().path("id").asInt());
  }

  void registered(int id) {}

  /** What is left out has its default: a record has all fields of its schema. */
  @Override
  public ObjectNode without(ObjectNode record, String field) {
    return record.deepCopy().putNull(field);
  }

  private static GenericRecord record(ObjectNode record) {
    var address = new GenericData.Record(ADDRESS);
    address.put("city", record.path("address").path("city").asText());
    var avro = new GenericData.Record(SCHEMA);
    avro.put("id", record.path("id").asLong());
    for (var field : new String[] {"email", "country", "note"}) {
      avro.put(field, record.path(field).textValue());
    }
    avro.put("address", address);
    return avro;
  }

  private static ObjectNode json(GenericRecord record) {
    return (ObjectNode) Json.parse(record.toString());
  }

  /** As the serializers of schema registries frame it: 0, the schema's id, the record. */
  static final class Framed extends AvroFormat {
    private int id;

    @Override
    void registered(int schema) {
      id = schema;
    }

    @Override
    public byte[] encode(ObjectNode record) {
      var out = new ByteArrayOutputStream();
      out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
      var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
      try {
        new GenericDatumWriter<GenericRecord>(SCHEMA).write(record(record), encoder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out.toByteArray();
    }

    @Override
    public ObjectNode decode(byte[] value) {
      var buffer = ByteBuffer.wrap(value);
      assertThat(buffer.get()).isZero();
      assertThat(buffer.getInt()).isEqualTo(id);
      var decoder = DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null);
      try {
        var record = new GenericDatumReader<GenericRecord>(SCHEMA).read(null, decoder);
        assertThat(decoder.isEnd()).isTrue();
        return json(record);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String word() {
      return "framed";
    }
  }

  /** Avro's single-object encoding: C3 01, the schema's fingerprint, the record. */
  static final class Single extends AvroFormat {
    @Override
    public byte[] encode(ObjectNode record) {
      try {
        var encoded =
            new BinaryMessageEncoder<GenericRecord>(GenericData.get(), SCHEMA)
                .encode(record(record));
        var value = new byte[encoded.remaining()];
        encoded.get(value);
        return value;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public ObjectNode decode(byte[] value) {
      try {
        return json(
            new BinaryMessageDecoder<GenericRecord>(GenericData.get(), SCHEMA).decode(value));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String word() {
      return "single";
    }
  }
}
