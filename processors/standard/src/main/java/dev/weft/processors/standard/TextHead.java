package dev.weft.processors.standard;

import dev.weft.spi.flow.Content.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The beginning of UTF-8 text, as far as a step wants to look at it.
 *
 * @param complete whether this is all of it
 */
record TextHead(String text, boolean complete) {
  /** The most that a step may ask for. */
  static final int BYTES_MAX = 16 << 20;

  static final int BYTES_USUAL = 1 << 20;

  static TextHead of(Bytes bytes, int bytesMax) throws IOException, BadContentException {
    try (var in = bytes.opener().open()) {
      var read = in.readNBytes(bytesMax + 1);
      var complete = read.length <= bytesMax;
      return new TextHead(decode(read, Math.min(read.length, bytesMax), complete), complete);
    }
  }

  /** All of it. */
  static String whole(Bytes bytes, int bytesMax) throws IOException, BadContentException {
    var head = of(bytes, bytesMax);
    if (!head.complete()) {
      throw new BadContentException("the content is larger than " + bytesMax + " bytes");
    }
    return head.text();
  }

  /** A character that is cut at the end is no fault when the text goes on. */
  private static String decode(byte[] bytes, int length, boolean complete)
      throws BadContentException {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var in = ByteBuffer.wrap(bytes, 0, length);
    var out = CharBuffer.allocate(length);
    if (decoder.decode(in, out, complete).isError()) {
      throw new BadContentException("byte " + in.position() + ": the text is not UTF-8");
    }
    return out.flip().toString();
  }
}
