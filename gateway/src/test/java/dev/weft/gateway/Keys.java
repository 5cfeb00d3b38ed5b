package dev.weft.gateway;

import dev.weft.model.ClientKey;
import dev.weft.model.PrincipalId;
import dev.weft.spi.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Keys in memory, made by the JDK's cryptography alone, as RFC 5802 says. */
final class Keys implements Credentials {
  private static final int ITERATIONS = 4096;
  private final Map<String, ClientKey> keys = new ConcurrentHashMap<>();

  @Override
  public Optional<ClientKey> key(String id) {
    return Optional.ofNullable(keys.get(id)).filter(key -> !key.revoked());
  }

  void add(String id, PrincipalId principal, String secret) {
    add(id, principal, secret, Optional.empty());
  }

  void add(String id, PrincipalId principal, String secret, Optional<Instant> expiresAt) {
    try {
      var salt = ("salt of " + id + " and some more").getBytes(StandardCharsets.UTF_8);
      var salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
              .generateSecret(new PBEKeySpec(secret.toCharArray(), salt, ITERATIONS, 512))
              .getEncoded();
      var stored =
          java.security.MessageDigest.getInstance("SHA-512").digest(hmac(salted, "Client Key"));
      keys.put(
          id,
          new ClientKey(
              id,
              principal,
              "",
              base64(salt),
              base64(stored),
              base64(hmac(salted, "Server Key")),
              ITERATIONS,
              Instant.EPOCH,
              expiresAt,
              false,
              ""));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  void revoke(String id) {
    keys.remove(id);
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA512");
    mac.init(new SecretKeySpec(key, "HmacSHA512"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
