package dev.weft.flow.host;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of a host's key: made of the key's id and a secret that the server has (HMAC-SHA-256,
 * RFC 2104). Workers that have the same secret make it themselves; to others it is told.
 */
public final class HostSecret {
  private static final String HMAC = "HmacSHA256";

  private HostSecret() {}

  /** As text of letters, digits, '-' and '_'. */
  public static String of(byte[] master, String keyId) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(master, HMAC));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(keyId.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
