package dev.weft.gateway.avro;

import dev.weft.gateway.json.Stars;
import dev.weft.spi.FieldRule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;

/** Random schemas, records of them, and rules for their fields. */
final class RandomAvro {
  private static final List<String> NAMES = List.of("a", "b", "c", "ab");
  private static final FieldRule MASK = new FieldRule.Masked(new Stars(), "p", "t");

  private final Random random;
  private int types;

  RandomAvro(Random random) {
    this.random = random;
  }

  Schema record(int depth) {
    var names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    var fields = new ArrayList<Schema.Field>();
    for (var name : names.subList(0, random.nextInt(NAMES.size()) + (depth == 0 ? 1 : 0))) {
      var schema = schema(depth + 1, true);
      var preset = schema.getType() == Schema.Type.STRING && random.nextBoolean() ? "preset" : null;
      fields.add(new Schema.Field(name, schema, null, preset));
    }
    return Schema.createRecord("R" + types++, null, "test", false, fields);
  }

  private Schema schema(int depth, boolean mayBeUnion) {
    return switch (random.nextInt(depth > 3 ? 9 : 16)) {
      case 0 -> Schema.create(Schema.Type.BOOLEAN);
      case 1 -> Schema.create(Schema.Type.INT);
      case 2 -> Schema.create(Schema.Type.LONG);
      case 3 -> Schema.create(Schema.Type.FLOAT);
      case 4 -> Schema.create(Schema.Type.DOUBLE);
      case 5, 6 -> Schema.create(Schema.Type.STRING);
      case 7 -> Schema.create(Schema.Type.BYTES);
      case 8 -> Schema.createEnum("E" + types++, null, "test", List.of("X", "Y", "Z"), preset());
      case 9 -> Schema.createFixed("F" + types++, null, "test", random.nextInt(6));
      case 10 -> Schema.createArray(schema(depth + 1, true));
      case 11 -> Schema.createMap(schema(depth + 1, true));
      case 12, 13 -> mayBeUnion ? union(depth) : Schema.create(Schema.Type.NULL);
      default -> record(depth);
    };
  }

  private String preset() {
    return random.nextBoolean() ? "Y" : null;
  }

  private Schema union(int depth) {
    var branches = new LinkedHashMap<String, Schema>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      var branch =
          random.nextInt(2) == 0 ? Schema.create(Schema.Type.NULL) : schema(depth + 1, false);
      branches.putIfAbsent(branch.getFullName(), branch);
    }
    return Schema.createUnion(List.copyOf(branches.values()));
  }

  Object value(Schema schema) {
    return switch (schema.getType()) {
      case NULL -> null;
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt() >> random.nextInt(32);
      case LONG -> random.nextLong() >> random.nextInt(64);
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case STRING -> List.of("", "Zürich 😀 \\ \"q\"\n", "plain text").get(random.nextInt(3));
      case BYTES -> ByteBuffer.wrap(bytes(random.nextInt(5)));
      case FIXED -> new GenericData.Fixed(schema, bytes(schema.getFixedSize()));
      case ENUM ->
          new GenericData.EnumSymbol(
              schema, schema.getEnumSymbols().get(random.nextInt(schema.getEnumSymbols().size())));
      case ARRAY -> {
        var list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          list.add(value(schema.getElementType()));
        }
        yield list;
      }
      case MAP -> {
        var map = new LinkedHashMap<String, Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
          map.put(NAMES.get(random.nextInt(NAMES.size())), value(schema.getValueType()));
        }
        yield map;
      }
      case UNION -> value(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
      case RECORD -> {
        var record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.pos(), value(field.schema())));
        yield record;
      }
    };
  }

  private byte[] bytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** In blocks that say their sizes, or in blocks that do not. */
  byte[] encode(Schema schema, Object value) throws IOException {
    var out = new ByteArrayOutputStream();
    var encoder =
        random.nextBoolean()
            ? EncoderFactory.get().directBinaryEncoder(out, null)
            : EncoderFactory.get().blockingBinaryEncoder(out, null);
    new GenericDatumWriter<>(schema).write(value, encoder);
    encoder.flush();
    return out.toByteArray();
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
        ? java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length + 2))
        : damaged;
  }
}
