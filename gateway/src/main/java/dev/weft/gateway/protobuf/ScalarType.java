package dev.weft.gateway.protobuf;

import dev.weft.gateway.json.RecordSink;

/** A type whose values are scalars in JSON. Immutable; safe for any thread. */
interface ScalarType {
  /** How its values are written: the lowest three bits of a field's tag. */
  int wire();

  /** Passes over one value; throws {@link BadProtobuf} if there is none. */
  void skip(ProtobufReader in);

  /** Reads one value and writes it as one valid JSON scalar. */
  void json(ProtobufReader in, RecordSink out);

  /**
   * Writes what a mask made of a value, as a value of this type: where the mask's answer is of
   * another kind, something neutral.
   *
   * @param masked null, String, Boolean, Long, Double or BigDecimal; null calls for the neutral one
   */
  void put(Object masked, RecordSink out);

  /** Whether these bytes are the value that a reader takes where there is none. */
  static boolean isZero(RecordSink value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.bytes()[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
