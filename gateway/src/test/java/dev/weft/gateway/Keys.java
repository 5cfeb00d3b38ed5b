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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Keys in memory, made by the JDK's cryptography alone, as RFC 5802 says. */
final class Keys implements Credentials {
  private static final int ITERATIONS = 4096;
  private final Map<String, ClientKey> keys = new ConcurrentHashMap<>();
  private final Map<String, ClientKey> certificates = new ConcurrentHashMap<>();
  private final Map<String, ClientKey> tokens = new ConcurrentHashMap<>();
  private final AtomicLong revoked = new AtomicLong();

  /** How many of the next tokens cannot be checked yet. */
  final AtomicInteger notYet = new AtomicInteger();

  @Override
  public long revision() {
    return revoked.get();
  }

  @Override
  public Optional<ClientKey> certificate(String fingerprint) {
    return Optional.ofNullable(certificates.get(fingerprint)).filter(key -> holds(key.id()));
  }

  @Override
  public TokenAnswer token(String token) {
    if (notYet.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return new TokenAnswer.NotYet();
    }
    var key = tokens.get(token);
    return key == null ? new TokenAnswer.Unknown("Nobody made it.") : new TokenAnswer.Known(key);
  }

  void addCertificate(String id, PrincipalId principal, String fingerprint) {
    var key =
        ClientKey.withoutSecret(id, principal, "", fingerprint, Instant.EPOCH, Optional.empty());
    keys.put(id, key);
    certificates.put(fingerprint, key);
  }

  void addToken(String token, PrincipalId principal, Instant until) {
    var key =
        ClientKey.withoutSecret(
            "token " + principal.name(), principal, "", "", Instant.EPOCH, Optional.of(until));
    keys.put(key.id(), key);
    tokens.put(token, key);
  }

  private boolean holds(String id) {
    return keys.containsKey(id);
  }

  @Override
  public Optional<ClientKey> key(String id) {
    return Optional.ofNullable(keys.get(id)).filter(key -> !key.revoked());
  }

  void add(String id, PrincipalId principal, String secret) {
    add(id, principal, secret, Optional.empty());
  }

  /** A key whose secret is quickly checked, for tests with a thousand of them. */
  void addQuick(String id, PrincipalId principal, String secret) {
    add(id, principal, secret, Optional.empty(), 1);
  }

  /** A key with which a host runs this flow. */
  void addForFlow(String id, PrincipalId principal, String secret, String flow) {
    add(id, principal, secret);
    keys.computeIfPresent(id, (same, key) -> key.running(flow));
  }

  void add(String id, PrincipalId principal, String secret, Optional<Instant> expiresAt) {
    add(id, principal, secret, expiresAt, ITERATIONS);
  }

  private void add(
      String id,
      PrincipalId principal,
      String secret,
      Optional<Instant> expiresAt,
      int iterations) {
    try {
      var salt = ("salt of " + id + " and some more").getBytes(StandardCharsets.UTF_8);
      var salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
              .generateSecret(new PBEKeySpec(secret.toCharArray(), salt, iterations, 512))
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
              iterations,
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
    revoked.incrementAndGet();
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
