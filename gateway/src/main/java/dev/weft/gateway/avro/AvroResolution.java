package dev.weft.gateway.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Turns what was written by one schema into what another would have written, as Avro's
 * specification resolves schemas: by names and aliases, with the reader's defaults and wider
 * numbers. Avro's own library does it; whoever calls has held the bytes to the writer's schema
 * before. Safe for any thread.
 */
final class AvroResolution {
  private final GenericDatumReader<Object> in;
  private final GenericDatumWriter<Object> out;

  private AvroResolution(Schema writer, Schema reader) {
    this.in = new GenericDatumReader<>(writer, reader);
    this.out = new GenericDatumWriter<>(reader);
  }

  /** Empty where the reader cannot read all that the writer may have written. */
  static Optional<AvroResolution> between(Schema writer, Schema reader) {
    var answer = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    return answer.getType() == SchemaCompatibilityType.COMPATIBLE
        ? Optional.of(new AvroResolution(writer, reader))
        : Optional.empty();
  }

  /** Throws {@link BadAvro} for what cannot be resolved after all. */
  byte[] resolve(byte[] bytes, int from, int to) {
    var resolved = new ByteArrayOutputStream(to - from + 64);
    var encoder = EncoderFactory.get().directBinaryEncoder(resolved, null);
    try {
      var value = in.read(null, DecoderFactory.get().binaryDecoder(bytes, from, to - from, null));
      out.write(value, encoder);
      encoder.flush();
    } catch (IOException | RuntimeException e) { // The library throws many kinds.
      throw new BadAvro("it cannot be read by another schema");
    }
    return resolved.toByteArray();
  }
}
