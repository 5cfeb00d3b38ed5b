package dev.weft.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.weft.gateway.Promises;
import dev.weft.gateway.RecordTexts;
import dev.weft.gateway.Registered;
import dev.weft.gateway.Sightings;
import dev.weft.gateway.access.Counters;
import dev.weft.gateway.access.FieldSightings;
import dev.weft.gateway.json.Stars;
import dev.weft.model.Json;
import dev.weft.model.PortName;
import dev.weft.model.Priority;
import dev.weft.spi.FieldRule;
import dev.weft.spi.ReadTerms;
import dev.weft.spi.ReadTerms.FilterOn;
import dev.weft.spi.ReadTerms.Undecodable;
import dev.weft.spi.ReadView;
import dev.weft.spi.RecordFormat;
import dev.weft.spi.RowFilter;
import dev.weft.testing.Framed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

/**
 * Random views, random records in all formats, sound and damaged, packed in all ways, for clients
 * of all kinds: what arrives is what a slow and obvious program says, and nothing else.
 */
class FailClosedTest {
  private static final PortName PORT = new PortName("shop", "orders");
  private static final FieldRule MASK = new FieldRule.Masked(new Stars(), "p", "t");
  private static final List<String> PATHS = List.of("a", "b", "n", "deep", "deep.x", "deep.y");
  private static final String SECRET = "SECRET";
  private static final List<RecordFormat> FORMATS = List.of(RecordFormat.values());
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"R","fields":[
                {"name":"a","type":["null","string"]},
                {"name":"b","type":["null","string"]},
                {"name":"n","type":["null","long"]},
                {"name":"deep","type":["null",{"type":"record","name":"D","fields":[
                  {"name":"x","type":["null","string"]},
                  {"name":"y","type":["null","string"]}]}]}]}""");

  private final Random random = new Random(20_261_123);
  private final Registered schemas = new Registered();
  private final int schema = schemas.avro(SCHEMA);
  private final FileDescriptor file = file();
  private final int message = schemas.protobuf(file);
  private final RecordTexts texts = new RecordTexts(schemas);
  private final ViewShaper shaper =
      new ViewShaper(
          new Counters(),
          new FieldSightings(new Sightings(), Clock.systemUTC()),
          schemas,
          new Promises(),
          Clock.systemUTC());

  /** A record as written, and whether it can be decoded. */
  private static final class Written {
    final Optional<ObjectNode> fields;
    final byte[] value;

    Written(Optional<ObjectNode> fields, byte[] value) {
      this.fields = fields;
      this.value = value;
    }
  }

  @Test
  void whatArrivesIsWhatASlowProgramSays() throws IOException {
    var delivered = 0L;
    var filtered = 0L;
    var failed = 0;
    for (int round = 0; round < 4_000; round++) {
      var format = FORMATS.get(random.nextInt(FORMATS.size()));
      schemas.format(PORT, format);
      var rules = rules();
      var view = view(rules);
      var batches = batches(format);

      var shaped =
          shaper.shape(
              view, join(batches), random.nextBoolean() ? AnswerCodec.ANY : AnswerCodec.GZIP);

      if (shaped.undecodable()) {
        assertThat(view.terms().undecodable()).isEqualTo(Undecodable.FAIL);
        assertThat(shaped.records().sizeInBytes()).isZero();
        failed++;
        continue;
      }
      var expected = new TreeMap<Long, JsonNode>();
      var offset = 0L;
      for (var batch : batches) {
        for (var record : batch.records) {
          var at = offset++;
          if (at <= shaped.to()) {
            record
                .fields
                .flatMap(fields -> seen(fields, view))
                .ifPresent(fields -> expected.put(at, fields));
          }
        }
      }
      assertThat(arrived(shaped.records()))
          .as("%s by %s: %s, %s", format, view, shaped, batches)
          .isEqualTo(expected);
      delivered += expected.size();
      filtered += shaped.filtered();
      assertThat(shaped.delivered()).isEqualTo(expected.size());
    }
    assertThat(delivered).isGreaterThan(1_000);
    assertThat(filtered).isGreaterThan(1_000);
    assertThat(failed).isGreaterThan(100);
  }

  // The oracle.

  private static Optional<JsonNode> seen(ObjectNode written, ReadView view) {
    var seen = object(written, "", view);
    if (view.filter().isPresent()) {
      var base = view.terms().filterOn() == FilterOn.RAW ? written : seen;
      if (!base.path("n").isNumber() || base.path("n").asLong() % 3 != 0) {
        return Optional.empty();
      }
    }
    return Optional.of(seen);
  }

  private static ObjectNode object(ObjectNode written, String prefix, ReadView view) {
    var seen = Json.object();
    written
        .properties()
        .forEach(
            field -> {
              var path = prefix + field.getKey();
              var rule = rule(path, view);
              if (field.getValue() instanceof ObjectNode below) {
                var rest = object(below, path + ".", view);
                if (!rest.isEmpty() || rule != FieldRule.WITHHOLD) {
                  seen.set(field.getKey(), rest);
                }
              } else if (rule == FieldRule.SHOW) {
                seen.set(field.getKey(), field.getValue());
              } else if (rule != FieldRule.WITHHOLD && field.getValue().isTextual()) {
                seen.put(field.getKey(), "***");
              } else if (rule != FieldRule.WITHHOLD && field.getValue().isNumber()) {
                seen.put(field.getKey(), 0L);
              }
            });
    return seen;
  }

  private static FieldRule rule(String path, ReadView view) {
    var own = view.fields().get(path);
    if (own != null) {
      return own;
    }
    var dot = path.lastIndexOf('.');
    return dot < 0 ? view.otherFields() : rule(path.substring(0, dot), view);
  }

  /** What is left by offset. Nulls say as much as missing fields: Avro's withheld ones are null. */
  private Map<Long, JsonNode> arrived(MemoryRecords records) {
    var found = new TreeMap<Long, JsonNode>();
    for (var batch : records.batches()) {
      assertThat(batch.isValid()).isTrue();
      if (batch.isControlBatch()) {
        continue;
      }
      for (var record : batch) {
        var value = new byte[record.valueSize()];
        record.value().get(value);
        var json = texts.json(PORT, value);
        assertThat(json).isPresent();
        found.put(record.offset(), withoutNulls((ObjectNode) Json.parse(json.get())));
      }
    }
    return found;
  }

  private static ObjectNode withoutNulls(ObjectNode object) {
    var rest = Json.object();
    object
        .properties()
        .forEach(
            field -> {
              if (field.getValue() instanceof ObjectNode below) {
                rest.set(field.getKey(), withoutNulls(below));
              } else if (field.getValue().isNumber()) {
                rest.put(field.getKey(), field.getValue().asLong());
              } else if (!field.getValue().isNull()) {
                rest.set(field.getKey(), field.getValue());
              }
            });
    return rest;
  }

  // Random views.

  private Map<String, FieldRule> rules() {
    var rules = new HashMap<String, FieldRule>();
    PATHS.stream().filter(path -> random.nextInt(3) > 0).forEach(path -> rules.put(path, rule()));
    return rules;
  }

  private FieldRule rule() {
    return switch (random.nextInt(3)) {
      case 0 -> FieldRule.SHOW;
      case 1 -> FieldRule.WITHHOLD;
      default -> MASK;
    };
  }

  private ReadView view(Map<String, FieldRule> rules) {
    return new ReadView(
        PORT,
        true,
        "",
        rules,
        // At least something is hidden: else batches pass unread.
        random.nextBoolean() ? FieldRule.WITHHOLD : MASK,
        rule(),
        random.nextBoolean() ? Optional.of(new Threes()) : Optional.empty(),
        Optional.empty(),
        List.of(),
        new ReadTerms(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Priority.NORMAL,
            random.nextBoolean() ? Undecodable.FAIL : Undecodable.WITHHOLD,
            random.nextBoolean() ? FilterOn.RAW : FilterOn.MASKED,
            ""));
  }

  private static final class Threes implements RowFilter {
    @Override
    public Set<String> fields() {
      return Set.of("n");
    }

    @Override
    public boolean passes(Values values) {
      return values.get("n") instanceof Long n && n % 3 == 0;
    }

    @Override
    public String text() {
      return "record.n % 3 == 0";
    }
  }

  // Random records.

  private record Batch(List<Written> records, MemoryRecords packed) {}

  private List<Batch> batches(RecordFormat format) throws IOException {
    var batches = new ArrayList<Batch>();
    var offset = 0L;
    for (int i = random.nextInt(3); i >= 0; i--) {
      var records = new ArrayList<Written>();
      for (int j = random.nextInt(4); j >= 0; j--) {
        records.add(random.nextInt(12) == 0 ? broken(format) : sound(format));
      }
      var types = CompressionType.values();
      var packed =
          MemoryRecords.withRecords(
              offset,
              Compression.of(types[random.nextInt(types.length)]).build(),
              records.stream()
                  .map(record -> new SimpleRecord(1L, null, record.value))
                  .toArray(SimpleRecord[]::new));
      batches.add(new Batch(records, packed));
      offset += records.size();
    }
    return batches;
  }

  private Written sound(RecordFormat format) throws IOException {
    var fields = fields(true);
    return new Written(Optional.of(fields), bytes(format, fields));
  }

  private byte[] bytes(RecordFormat format, ObjectNode fields) throws IOException {
    return switch (format) {
      case JSON -> Json.bytes(fields);
      case AVRO -> avro(fields);
      case PROTOBUF ->
          Framed.protobuf(message, protobuf(file.getMessageTypes().get(0), fields).toByteArray());
    };
  }

  private static Message protobuf(Descriptor type, ObjectNode fields) {
    var message = DynamicMessage.newBuilder(type);
    fields
        .properties()
        .forEach(
            each -> {
              var field = type.findFieldByName(each.getKey());
              message.setField(
                  field,
                  each.getValue() instanceof ObjectNode below
                      ? protobuf(field.getMessageType(), below)
                      : plain(each.getValue()));
            });
    return message.build();
  }

  /** With presence, as nulls are in Avro: a withheld text is another than an empty one. */
  private static FileDescriptor file() {
    var file = FileDescriptorProto.newBuilder().setName("r.proto").setSyntax("proto2");
    file.addMessageTypeBuilder()
        .setName("R")
        .addField(field("a", 1, FieldDescriptorProto.Type.TYPE_STRING))
        .addField(field("b", 2, FieldDescriptorProto.Type.TYPE_STRING))
        .addField(field("n", 3, FieldDescriptorProto.Type.TYPE_INT64))
        .addField(field("deep", 4, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".D"));
    file.addMessageTypeBuilder()
        .setName("D")
        .addField(field("x", 1, FieldDescriptorProto.Type.TYPE_STRING))
        .addField(field("y", 2, FieldDescriptorProto.Type.TYPE_STRING));
    try {
      return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
        .setType(type);
  }

  private ObjectNode fields(boolean withDeep) {
    var fields = Json.object();
    for (var name : List.of("a", "b")) {
      if (random.nextInt(4) > 0) {
        fields.put(name, SECRET + random.nextInt(100));
      }
    }
    if (random.nextInt(6) > 0) {
      fields.put("n", random.nextLong() >> (10 + random.nextInt(50)));
    }
    if (withDeep && random.nextInt(3) > 0) {
      var deep = fields.putObject("deep");
      deep.put("x", SECRET);
      deep.put("y", "open");
    }
    return fields;
  }

  private byte[] avro(ObjectNode fields) throws IOException {
    var record = new GenericData.Record(SCHEMA);
    fields.properties().forEach(field -> record.put(field.getKey(), plain(field.getValue())));
    var out = new ByteArrayOutputStream();
    if (random.nextBoolean()) {
      out.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(schema).array());
    } else {
      var fingerprint = org.apache.avro.SchemaNormalization.parsingFingerprint64(SCHEMA);
      out.writeBytes(
          ByteBuffer.allocate(10)
              .put((byte) 0xc3)
              .put((byte) 1)
              .putLong(Long.reverseBytes(fingerprint))
              .array());
    }
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(SCHEMA).write(record, encoder);
    return out.toByteArray();
  }

  private static Object plain(JsonNode value) {
    if (value instanceof ObjectNode deep) {
      var record = new GenericData.Record(SCHEMA.getField("deep").schema().getTypes().get(1));
      deep.properties().forEach(field -> record.put(field.getKey(), plain(field.getValue())));
      return record;
    }
    return value.isNumber() ? (Object) value.asLong() : value.asText();
  }

  /** What no reader of the format would take for a record. */
  private Written broken(RecordFormat format) throws IOException {
    var whole = sound(format).value;
    var value =
        switch (random.nextInt(5)) {
          case 0 -> (SECRET + " in plain text").getBytes(StandardCharsets.UTF_8);
          case 1 -> java.util.Arrays.copyOf(whole, whole.length - 1);
          case 2 -> java.util.Arrays.copyOf(whole, whole.length + 1);
          case 3 -> bytes(otherThan(format), fields(true));
          default -> new byte[0];
        };
    return new Written(Optional.empty(), value);
  }

  private RecordFormat otherThan(RecordFormat format) {
    var others = FORMATS.stream().filter(each -> each != format).toList();
    return others.get(random.nextInt(others.size()));
  }

  private static MemoryRecords join(List<Batch> batches) {
    var size = batches.stream().mapToInt(batch -> batch.packed.sizeInBytes()).sum();
    var all = ByteBuffer.allocate(size);
    batches.forEach(batch -> all.put(batch.packed.buffer().duplicate()));
    all.flip();
    return MemoryRecords.readableRecords(all);
  }
}
