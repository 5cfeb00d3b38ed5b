package dev.weft.gateway.protobuf;

/** These bytes are no message of their type. Carries no stack trace: records may be full of it. */
final class BadProtobuf extends RuntimeException {
  BadProtobuf(String message) {
    super(message, null, false, false);
  }
}
