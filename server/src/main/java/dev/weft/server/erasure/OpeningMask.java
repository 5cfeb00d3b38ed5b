package dev.weft.server.erasure;

import dev.weft.model.Json;
import dev.weft.spi.Mask;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Opens an encrypted text on its way to a reader, and hides it then if that is to be. */
final class OpeningMask implements Mask {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] SIGN = SubjectCipher.SIGN.getBytes(StandardCharsets.US_ASCII);

  private final SubjectKeys keys;
  private final String place;
  private final Optional<Mask> then;

  OpeningMask(SubjectKeys keys, String place, Optional<Mask> then) {
    this.keys = keys;
    this.place = place;
    this.then = then;
  }

  @Override
  public String name() {
    return then.map(Mask::name).orElse("none");
  }

  @Override
  public void mask(byte[] json, int from, int to, ByteArrayOutputStream out) {
    if (!isSealed(json, from, to)) {
      write(json, from, to, out);
      return;
    }
    var text = new String(json, from + 1, to - from - 2, StandardCharsets.US_ASCII);
    var value = opened(text).map(Json::bytes).orElse(NULL);
    write(value, 0, value.length, out);
  }

  /** Empty when the key is destroyed. Throws when it is not known, or the value was altered. */
  private Optional<String> opened(String text) {
    var sealed =
        SubjectCipher.Sealed.parse(text)
            .orElseThrow(() -> new IllegalStateException("an encrypted value is cut off"));
    var key =
        keys.byId(sealed.keyId())
            .orElseThrow(() -> new IllegalStateException("a key is not known here yet"));
    return key.secret().isEmpty()
        ? Optional.empty()
        : Optional.of(
            SubjectCipher.open(sealed, key, place)
                .orElseThrow(() -> new IllegalStateException("an encrypted value was altered")));
  }

  private void write(byte[] json, int from, int to, ByteArrayOutputStream out) {
    if (then.isPresent()) {
      then.get().mask(json, from, to, out);
    } else {
      out.write(json, from, to - from);
    }
  }

  private static boolean isSealed(byte[] json, int from, int to) {
    if (to - from < SIGN.length + 2 || json[from] != '"') {
      return false;
    }
    for (var i = 0; i < SIGN.length; i++) {
      if (json[from + 1 + i] != SIGN[i]) {
        return false;
      }
    }
    return true;
  }

  /** Keys of records hold no encrypted field. */
  @Override
  public byte[] token(byte[] key) {
    return then.map(mask -> mask.token(key)).orElse(key);
  }
}
