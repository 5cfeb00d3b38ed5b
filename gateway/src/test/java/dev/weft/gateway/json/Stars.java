package dev.weft.gateway.json;

import dev.weft.spi.Mask;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Masks a string as three stars, a number as 0, anything else as null. */
public final class Stars implements Mask {
  @Override
  public String name() {
    return "stars";
  }

  @Override
  public void mask(byte[] json, int from, int to, ByteArrayOutputStream out) {
    var first = json[from];
    var masked = first == '"' ? "\"***\"" : first == '-' || first <= '9' ? "0" : "null";
    out.writeBytes(masked.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public byte[] token(byte[] key) {
    return ("token-" + java.util.Arrays.hashCode(key)).getBytes(StandardCharsets.UTF_8);
  }
}
