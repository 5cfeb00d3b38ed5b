package dev.weft.spi;

/**
 * How the values of a port's records are written. The port's contract says which; it is never
 * guessed from what a record holds.
 */
public enum RecordFormat {
  /** One JSON object. */
  JSON,
  /** Avro's binary encoding, behind the id or the fingerprint of a registered schema. */
  AVRO,
  /** Protocol Buffers, behind the id of a registered schema and the message's place in it. */
  PROTOBUF
}
