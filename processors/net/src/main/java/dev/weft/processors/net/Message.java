package dev.weft.processors.net;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What came in at once: a line, a frame or a datagram. */
final class Message {
  private final byte[] bytes;
  private final InetAddress sender;
  private final Instant received;

  Message(byte[] bytes, InetAddress sender, Instant received) {
    this.bytes = bytes;
    this.sender = sender;
    this.received = received;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Without its name, which nobody has looked up. */
  String sender() {
    return sender.getHostAddress();
  }

  Instant received() {
    return received;
  }

  /** As text, or as bytes when it is no UTF-8. */
  Object value() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return bytes;
    }
  }
}
