package dev.weft.spi.flow;

import dev.weft.spi.flow.Content.Bytes;
import dev.weft.spi.flow.Content.Records;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names for files made from where their content came from, so that the same content, written again
 * after a crash, replaces itself.
 */
public final class OriginNames {
  private static final int CHARACTERS = 24;

  private OriginNames() {}

  /** A name of hexadecimal digits, with {@code .jsonl} for records or {@code .bin} for bytes. */
  public static String of(Content content) {
    var origin =
        content instanceof Bytes bytes
            ? bytes.origin()
            : ((Records) content).items().get(0).origin();
    var text = origin.source() + '\0' + origin.key() + '\0' + origin.position();
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      var name = HexFormat.of().formatHex(hash).substring(0, CHARACTERS);
      return name + (content instanceof Bytes ? ".bin" : ".jsonl");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
