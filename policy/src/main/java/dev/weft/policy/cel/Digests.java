package dev.weft.policy.cel;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes of texts in hex, and the coding of URLs. */
final class Digests {
  private static final String HMAC = "HmacSHA256";

  private Digests() {}

  static String hex(String algorithm, String text) {
    try {
      var digest = MessageDigest.getInstance(algorithm);
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keyed, so that nobody can find the text by trying. */
  static String hmac(String text, String key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("hmacSha256 needs a key");
    }
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), HMAC));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String urlEncode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String urlDecode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
