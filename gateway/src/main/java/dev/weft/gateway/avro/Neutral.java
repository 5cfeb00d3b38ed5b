package dev.weft.gateway.avro;

import dev.weft.gateway.json.RecordSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;

/**
 * The value that stands where one is withheld, and says nothing of it: null where the schema allows
 * it, else the field's default, else zero, nothing, an empty text.
 */
final class Neutral {
  private static final int BYTES_MAX = 64 * 1024;

  private final Set<Schema> within = Collections.newSetFromMap(new IdentityHashMap<>());
  private final RecordSink out = new RecordSink(64);

  private Neutral() {}

  /** Throws {@link BadAvro} for a schema that contains itself, or is too large. */
  static byte[] of(Schema schema) {
    var neutral = new Neutral();
    neutral.write(schema);
    return neutral.out.toByteArray();
  }

  static byte[] of(Schema.Field field) {
    var neutral = new Neutral();
    neutral.write(field);
    return neutral.out.toByteArray();
  }

  /** What a field has that nobody gave a value: its default, or null if it has none. */
  static byte[] missing(Schema.Field field) {
    var neutral = new Neutral();
    if (!field.hasDefaultValue() || !neutral.writeDefault(field)) {
      neutral.write(field.schema());
    }
    return neutral.out.toByteArray();
  }

  private void write(Schema.Field field) {
    var isNullable = field.schema().isUnion() && field.schema().isNullable();
    if (isNullable || !field.hasDefaultValue() || !writeDefault(field)) {
      write(field.schema());
    }
  }

  private boolean writeDefault(Schema.Field field) {
    var bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      new GenericDatumWriter<Object>(field.schema())
          .write(GenericData.get().getDefaultValue(field), encoder);
      encoder.flush();
    } catch (IOException | AvroRuntimeException | ClassCastException e) {
      return false;
    }
    out.writeBytes(bytes.toByteArray());
    return true;
  }

  private void write(Schema schema) {
    if (!within.add(schema) || out.length() > BYTES_MAX) {
      throw new BadAvro("a schema without a neutral value");
    }
    switch (schema.getType()) {
      case RECORD -> schema.getFields().forEach(this::write);
      case ARRAY, MAP -> out.append((byte) 0);
      case UNION -> writeBranch(schema);
      default -> ScalarTypes.of(schema).avro(null, out);
    }
    within.remove(schema);
  }

  private void writeBranch(Schema union) {
    var branches = union.getTypes();
    for (int i = 0; i < branches.size(); i++) {
      if (branches.get(i).getType() == Schema.Type.NULL) {
        AvroBytes.writeLong(i, out);
        return;
      }
    }
    for (int i = 0; i < branches.size(); i++) {
      var mark = out.length();
      var around = Set.copyOf(within);
      try {
        AvroBytes.writeLong(i, out);
        write(branches.get(i));
        return;
      } catch (BadAvro e) {
        out.truncate(mark);
        within.retainAll(around);
      }
    }
    throw new BadAvro("a union without a neutral value");
  }
}
