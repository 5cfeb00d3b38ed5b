package dev.weft.processors.net;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts a stream into messages. Lines end with a line feed, a carriage return before it is left out.
 * With octet counting a message may also be led by its length and a space (RFC 6587, section
 * 3.4.1); the first character tells.
 */
final class Frames {
  /** Whether frames may be counted. */
  enum Framing {
    LINES,
    LINES_OR_COUNTED
  }

  private static final int COUNT_DIGITS_MAX = 7;

  private final InputStream in;
  private final Framing framing;
  private final byte[] buffer;

  Frames(InputStream in, Framing framing, int maxBytes) {
    this.in = in;
    this.framing = framing;
    this.buffer = new byte[maxBytes];
  }

  /** One message; {@code whole} is false when it was too long, and then it is left out. */
  record Frame(boolean whole, int length) {}

  /** The bytes of the last frame that was whole. */
  byte[] bytes(Frame frame) {
    return Arrays.copyOf(buffer, frame.length());
  }

  /** The next message that is not empty; none at the end. */
  Optional<Frame> next() throws IOException {
    var first = in.read();
    while (first == '\n' || first == '\r') {
      first = in.read();
    }
    if (first < 0) {
      return Optional.empty();
    }
    var isCounted = framing == Framing.LINES_OR_COUNTED && first >= '1' && first <= '9';
    return Optional.of(isCounted ? counted(first) : line(first));
  }

  private Frame counted(int first) throws IOException {
    var count = first - '0';
    var digits = 1;
    var next = in.read();
    while (next >= '0' && next <= '9' && digits < COUNT_DIGITS_MAX) {
      count = count * 10 + next - '0';
      digits++;
      next = in.read();
    }
    if (next != ' ') {
      throw new IOException("a frame's length is not followed by a space");
    }
    if (count > buffer.length) {
      in.skipNBytes(count);
      return new Frame(false, 0);
    }
    if (in.readNBytes(buffer, 0, count) < count) {
      throw new IOException("the stream ends within a frame");
    }
    return new Frame(true, count);
  }

  private Frame line(int first) throws IOException {
    var length = 0;
    var tooLong = false;
    for (var next = first; next >= 0 && next != '\n'; next = in.read()) {
      tooLong |= length == buffer.length;
      if (!tooLong) {
        buffer[length++] = (byte) next;
      }
    }
    if (!tooLong && length > 0 && buffer[length - 1] == '\r') {
      length--;
    }
    return new Frame(!tooLong, length);
  }
}
