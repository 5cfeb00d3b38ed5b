package dev.weft.gateway.wire;

/** A batch of records that is not what its header says. */
final class MalformedBatch extends RuntimeException {
  MalformedBatch(String message) {
    super(message);
  }
}
