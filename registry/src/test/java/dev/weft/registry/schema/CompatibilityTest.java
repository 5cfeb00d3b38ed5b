package dev.weft.registry.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/**
 * The levels hold together, and what BACKWARD lets pass can be read: shown with many schemas made
 * by chance (of known seeds), the formats' own encoders, and a validator that others wrote.
 */
class CompatibilityTest {
  private static final int PAIRS = 500;

  private final Random random = new Random(20_261_128);

  @Test
  void fullIsBackwardAndForwardAndTransitiveIsEachOfThem() {
    for (var language :
        List.of(new AvroLanguage(), new JsonSchemaLanguage(), new ProtobufLanguage())) {
      for (int i = 0; i < PAIRS / 10; i++) {
        var next = made(language);
        var before = List.of(made(language), made(language));
        for (var level : List.of("BACKWARD", "FORWARD", "FULL")) {
          var each = before.stream().allMatch(one -> may(level, language, next, List.of(one)));
          assertThat(may(level + "_TRANSITIVE", language, next, before)).isEqualTo(each);
          assertThat(may(level, language, next, before))
              .isEqualTo(may(level, language, next, before.subList(1, 2)));
        }
        assertThat(may("FULL", language, next, before))
            .isEqualTo(
                may("BACKWARD", language, next, before) && may("FORWARD", language, next, before));
        assertThat(may("NONE", language, next, before)).isTrue();
        assertThat(may("FULL_TRANSITIVE", language, next, List.of(next, next))).isTrue();
      }
    }
  }

  private SchemaSource made(SchemaLanguage language) {
    var text =
        language instanceof AvroLanguage
            ? avro()
            : language instanceof ProtobufLanguage ? proto() : json(2);
    return SchemaSource.of(text);
  }

  private static boolean may(
      String level, SchemaLanguage language, SchemaSource next, List<SchemaSource> before) {
    return Compatibility.of(level).objections(language, next, before, false).isEmpty();
  }

  @Test
  void avroReadsWhatBackwardLetPass() throws IOException {
    var language = new AvroLanguage();
    var passed = 0;
    for (int i = 0; i < PAIRS; i++) {
      var writer = avro();
      var reader = avro();
      if (may("BACKWARD", language, SchemaSource.of(reader), List.of(SchemaSource.of(writer)))) {
        passed++;
        assertThat(decoded(writer, reader)).as("%s by %s", writer, reader).isNotNull();
      }
    }
    assertThat(passed).isBetween(PAIRS / 50, PAIRS - 1);
  }

  private String avro() {
    var types = List.of("\"int\"", "\"long\"", "\"double\"", "\"string\"", "[\"null\",\"string\"]");
    var fields =
        IntStream.range(0, 3)
            .filter(field -> random.nextInt(3) > 0)
            .mapToObj(
                field -> {
                  var type = types.get(random.nextInt(types.size()));
                  var standard =
                      type.startsWith("[") ? "null" : type.equals("\"string\"") ? "\"\"" : "0";
                  return "{\"name\":\"f%d\",\"type\":%s%s}"
                      .formatted(
                          field, type, random.nextBoolean() ? ",\"default\":" + standard : "");
                })
            .collect(Collectors.joining(","));
    return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
  }

  private static GenericRecord decoded(String writer, String reader) throws IOException {
    var written = new Schema.Parser().parse(writer);
    var record = new GenericData.Record(written);
    for (var field : written.getFields()) {
      record.put(
          field.pos(),
          switch (field.schema().getType()) {
            case INT -> 7;
            case LONG -> 7L;
            case DOUBLE -> 7.5;
            default -> "seven";
          });
    }
    var out = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(written).write(record, encoder);
    return new GenericDatumReader<GenericRecord>(written, new Schema.Parser().parse(reader))
        .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
  }

  @Test
  void protobufReadsWhatBackwardLetPass() throws IOException {
    var language = new ProtobufLanguage();
    var passed = 0;
    for (int i = 0; i < PAIRS; i++) {
      var writer = SchemaSource.of(proto());
      var reader = SchemaSource.of(proto());
      if (may("BACKWARD", language, reader, List.of(writer))) {
        passed++;
        var written = written(ProtoFiles.link(writer).getMessageTypes().get(0));
        var read =
            DynamicMessage.parseFrom(
                ProtoFiles.link(reader).getMessageTypes().get(0), written.toByteString());
        for (var field : written.getAllFields().entrySet()) {
          var known = read.getDescriptorForType().findFieldByNumber(field.getKey().getNumber());
          if (known != null) {
            assertThat(read.getField(known).toString()).isEqualTo(field.getValue().toString());
          }
        }
      }
    }
    assertThat(passed).isBetween(PAIRS / 50, PAIRS - 1);
  }

  private String proto() {
    var types = List.of("int32", "int64", "uint32", "sint64", "double", "string", "fixed32");
    var fields =
        IntStream.rangeClosed(1, 3)
            .filter(field -> random.nextInt(3) > 0)
            .mapToObj(
                field ->
                    "%s f%d = %d;".formatted(types.get(random.nextInt(types.size())), field, field))
            .collect(Collectors.joining(" "));
    return "syntax = \"proto3\"; message M { " + fields + " }";
  }

  private static DynamicMessage written(Descriptor type) {
    var message = DynamicMessage.newBuilder(type);
    for (var field : type.getFields()) {
      message.setField(
          field,
          switch (field.getJavaType()) {
            case INT -> 7;
            case LONG -> 7L;
            case DOUBLE -> 7.5;
            default -> "seven";
          });
    }
    return message.build();
  }

  @Test
  void whatIsValidByTheOldJsonSchemaIsValidByTheNew() {
    var language = new JsonSchemaLanguage();
    var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    var passed = 0;
    var shown = 0;
    for (int i = 0; i < PAIRS; i++) {
      var writer = json(3);
      var reader = random.nextBoolean() ? json(3) : changed(writer);
      if (may("BACKWARD", language, SchemaSource.of(reader), List.of(SchemaSource.of(writer)))) {
        passed++;
        var written = registry.getSchema(writer);
        var read = registry.getSchema(reader);
        for (int j = 0; j < 30; j++) {
          var value = value(3);
          if (written.validate(value, InputFormat.JSON).isEmpty()) {
            shown++;
            assertThat(read.validate(value, InputFormat.JSON))
                .as("%s is valid by %s but not by %s", value, writer, reader)
                .isEmpty();
          }
        }
      }
    }
    assertThat(passed).isGreaterThan(PAIRS / 20);
    assertThat(shown).isGreaterThan(PAIRS);
  }

  /** A text that differs in little, so that many are compatible. */
  private String changed(String schema) {
    var changes =
        List.of(
            List.of("\"minimum\":2", "\"minimum\":1"),
            List.of("\"integer\"", "\"number\""),
            List.of(",\"additionalProperties\":false", ""),
            List.of("\"required\":[\"a\"]", "\"required\":[]"),
            List.of("\"string\"", "[\"string\",\"null\"]"),
            List.of("\"a\":", "\"c\":"));
    var change = changes.get(random.nextInt(changes.size()));
    return random.nextBoolean()
        ? schema.replaceFirst(quoted(change.get(0)), change.get(1))
        : schema.replaceFirst(quoted(change.get(1)), change.get(0));
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "(?!)" : java.util.regex.Pattern.quote(text);
  }

  private String json(int depth) {
    return switch (random.nextInt(depth == 0 ? 4 : 9)) {
      case 0 -> "{\"type\":\"string\"" + (random.nextBoolean() ? ",\"minLength\":2" : "") + "}";
      case 1 -> "{\"type\":\"integer\"" + (random.nextBoolean() ? ",\"minimum\":2" : "") + "}";
      case 2 -> "{\"enum\":[1,\"a\",null]}";
      case 3 -> random.nextBoolean() ? "{}" : "{\"type\":[\"number\",\"null\"]}";
      case 4 -> "{\"type\":\"array\",\"items\":" + json(depth - 1) + "}";
      case 5 -> choice("anyOf", depth);
      case 6 -> choice(random.nextBoolean() ? "oneOf" : "allOf", depth);
      default -> object(depth);
    };
  }

  private String choice(String keyword, int depth) {
    return "{\"" + keyword + "\":[" + json(depth - 1) + "," + json(depth - 1) + "]}";
  }

  private String object(int depth) {
    var properties = new ArrayList<String>();
    for (var name : List.of("a", "b")) {
      if (random.nextInt(3) > 0) {
        properties.add("\"" + name + "\":" + json(depth - 1));
      }
    }
    return "{\"type\":\"object\",\"properties\":{"
        + String.join(",", properties)
        + "}"
        + (random.nextBoolean() ? ",\"required\":[\"a\"]" : "")
        + switch (random.nextInt(4)) {
          case 0 -> ",\"additionalProperties\":false";
          case 1 -> ",\"additionalProperties\":" + json(0);
          case 2 -> ",\"patternProperties\":{\"^b\":" + json(0) + "}";
          default -> "";
        }
        + "}";
  }

  private String value(int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 9)) {
      case 0 -> "1";
      case 1 -> "2";
      case 2 -> "2.5";
      case 3 -> "\"a\"";
      case 4 -> "\"abc\"";
      case 5 -> "null";
      case 6 -> "[" + value(depth - 1) + "]";
      case 7 -> "{\"a\":" + value(depth - 1) + "}";
      default -> "{\"a\":" + value(depth - 1) + ",\"b\":" + value(depth - 1) + "}";
    };
  }
}
