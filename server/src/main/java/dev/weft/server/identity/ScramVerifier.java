package dev.weft.server.identity;

import dev.weft.model.ClientKey;
import dev.weft.model.PrincipalId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Makes the SCRAM-SHA-512 verifier (RFC 5802) of a Kafka client's fresh 256-bit secret. */
final class ScramVerifier {
  /** Kafka's minimum; the secret is random, so that more would only cost time. */
  private static final int ITERATIONS = 4096;

  /**
   * Stretching makes guessing a poor secret dear. Nobody guesses one of 256 random bits that lives
   * for one read, and every connection would pay for it.
   */
  private static final int UNSTRETCHED = 1;

  private final SecureRandom random;

  ScramVerifier(SecureRandom random) {
    this.random = random;
  }

  /** 256 random bits, base64url: safe in a properties file. */
  String secret() {
    return encodeUrl(bytes(32));
  }

  String keyId(String prefix) {
    return prefix + encodeUrl(bytes(9));
  }

  ClientKey key(
      String id,
      String secret,
      PrincipalId principal,
      String description,
      Instant now,
      Optional<Instant> expiresAt,
      String purpose) {
    return key(id, secret, principal, description, now, expiresAt, purpose, ITERATIONS);
  }

  /** One that stays in this process; it is checked by PLAIN, as no SCRAM client takes it. */
  ClientKey sessionKey(
      String id, String secret, PrincipalId principal, Instant now, String purpose) {
    return key(id, secret, principal, "session", now, Optional.empty(), purpose, UNSTRETCHED);
  }

  private ClientKey key(
      String id,
      String secret,
      PrincipalId principal,
      String description,
      Instant now,
      Optional<Instant> expiresAt,
      String purpose,
      int iterations) {
    try {
      var salt = bytes(32);
      var salted = salted(secret, salt, iterations);
      var storedKey = storedKey(salted);
      var serverKey = hmac(salted, "Server Key");
      return new ClientKey(
          id,
          principal,
          description,
          encode(salt),
          encode(storedKey),
          encode(serverKey),
          iterations,
          now,
          expiresAt,
          false,
          purpose);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SCRAM-SHA-512's parts", e);
    }
  }

  /** Whether this is the key's secret; takes the same time for every wrong one. */
  static boolean verify(ClientKey key, String secret) {
    try {
      var salted = salted(secret, Base64.getDecoder().decode(key.salt()), key.iterations());
      return MessageDigest.isEqual(storedKey(salted), Base64.getDecoder().decode(key.storedKey()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SCRAM-SHA-512's parts", e);
    }
  }

  private static byte[] salted(String secret, byte[] salt, int iterations)
      throws GeneralSecurityException {
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
        .generateSecret(new PBEKeySpec(secret.toCharArray(), salt, iterations, 512))
        .getEncoded();
  }

  private static byte[] storedKey(byte[] salted) throws GeneralSecurityException {
    return MessageDigest.getInstance("SHA-512").digest(hmac(salted, "Client Key"));
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA512");
    mac.init(new SecretKeySpec(key, "HmacSHA512"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String encodeUrl(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
