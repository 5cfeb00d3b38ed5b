package dev.weft.policy.mask;

import dev.weft.model.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;

/**
 * Masks texts exactly as Apache Ranger does for JSON, for those who must not see another output
 * than before: short texts stay as they are, and hashes have no key.
 */
final class CompatText implements TextMask {
  private static final int SHOWN = 4;
  private static final int STARS_MIN = 5;
  private static final int STARS_MAX = 30;

  private final Function<String, Optional<String>> mask;

  private CompatText(Function<String, Optional<String>> mask) {
    this.mask = mask;
  }

  static CompatText stars() {
    return new CompatText(
        text -> Optional.of("*".repeat(Math.max(STARS_MIN, Math.min(STARS_MAX, text.length())))));
  }

  static CompatText showFirst() {
    return new CompatText(
        text ->
            Optional.of(
                text.length() <= SHOWN
                    ? text
                    : text.substring(0, SHOWN) + "x".repeat(text.length() - SHOWN)));
  }

  static CompatText showLast() {
    return new CompatText(
        text ->
            Optional.of(
                text.length() <= SHOWN
                    ? text
                    : "x".repeat(text.length() - SHOWN) + text.substring(text.length() - SHOWN)));
  }

  static CompatText hash() {
    return new CompatText(
        text ->
            Optional.of(
                HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)))));
  }

  /** The year of an ISO date or timestamp; of anything else nothing. */
  static CompatText year() {
    return new CompatText(
        text ->
            text.matches("\\d{4}-\\d{2}-\\d{2}([T ].*)?")
                ? Optional.of(text.substring(0, SHOWN))
                : Optional.empty());
  }

  @Override
  public void mask(byte[] json, int from, int to, ByteArrayOutputStream out) {
    var text = JsonCharacters.decoded(json, from, to);
    var masked =
        text == null
            ? Optional.<String>empty()
            : mask.apply(new String(text, StandardCharsets.UTF_8));
    ScalarMask.write(masked.map(Json::bytes).orElse(ScalarMask.NULL), out);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
