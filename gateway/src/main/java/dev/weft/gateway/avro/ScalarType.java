package dev.weft.gateway.avro;

import dev.weft.gateway.json.RecordSink;

/** A type whose values are scalars in JSON. Immutable; safe for any thread. */
interface ScalarType {
  /** Passes over one value; throws {@link BadAvro} if there is none. */
  void skip(AvroReader in);

  /** Reads one value and writes it as one valid JSON scalar. */
  void json(AvroReader in, RecordSink out);

  /**
   * Writes what a mask made of a value, as a value of this type: where the mask's answer is of
   * another kind, something neutral.
   *
   * @param masked null, String, Boolean, Long, Double or BigDecimal; null only where the schema has
   *     no null, so that something neutral is called for
   */
  void avro(Object masked, RecordSink out);
}
