package dev.weft.gateway.avro;

import dev.weft.spi.RecordFormat;
import dev.weft.spi.Schemas;
import dev.weft.spi.WriterSchema;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;

/**
 * Finds the schema that a record's frame names, and keeps what was parsed. Safe for any thread.
 *
 * <p>Two frames are known: a zero byte and the registry's id, or Avro's single-object encoding with
 * the schema's fingerprint.
 */
final class AvroSchemas {
  private static final int KEPT_MAX = 1_000;
  private static final int ID_BYTES = 5;
  private static final int FINGERPRINT_BYTES = 10;

  /**
   * A record's schema.
   *
   * @param body how many bytes the frame takes
   */
  record Framed(int id, Schema schema, int body) {}

  private final Schemas schemas;
  private final Map<Integer, Optional<Schema>> parsed = new ConcurrentHashMap<>();

  AvroSchemas(Schemas schemas) {
    this.schemas = schemas;
  }

  Optional<Framed> of(byte[] bytes, int from, int to) {
    var frame = new AvroReader();
    frame.start(bytes, from, to);
    var isId = to - from >= ID_BYTES && bytes[from] == 0;
    var isFingerprint =
        to - from >= FINGERPRINT_BYTES
            && bytes[from] == (byte) 0xc3
            && bytes[from + 1] == (byte) 0x01;
    if (!isId && !isFingerprint) {
      return Optional.empty();
    }
    frame.skip(isId ? 1 : 2);
    var writer =
        isId
            ? schemas.byId(Integer.reverseBytes(frame.takeFixed32()))
            : schemas.byFingerprint(frame.takeFixed64());
    return writer
        .filter(known -> known.format() == RecordFormat.AVRO)
        .flatMap(
            known ->
                parse(known)
                    .map(
                        schema ->
                            new Framed(known.id(), schema, isId ? ID_BYTES : FINGERPRINT_BYTES)));
  }

  /** Empty when its text is no schema. */
  Optional<Schema> parse(WriterSchema writer) {
    var known = parsed.get(writer.id());
    if (known != null) {
      return known;
    }
    if (parsed.size() >= KEPT_MAX) {
      parsed.clear();
    }
    Optional<Schema> schema;
    try {
      schema = Optional.of(new Schema.Parser().parse(writer.text()));
    } catch (RuntimeException e) { // The parser throws many kinds, null pointers among them.
      schema = Optional.empty();
    }
    parsed.put(writer.id(), schema);
    return schema;
  }
}
