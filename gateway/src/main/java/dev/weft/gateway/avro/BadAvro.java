package dev.weft.gateway.avro;

/** What was read is no value of its schema. Carries no stack trace: records may be full of it. */
final class BadAvro extends RuntimeException {
  BadAvro(String message) {
    super(message, null, false, false);
  }
}
