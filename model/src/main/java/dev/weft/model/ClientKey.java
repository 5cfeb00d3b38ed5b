package dev.weft.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A Kafka client's key: what is needed to verify its 256-bit secret by SCRAM-SHA-512 (RFC 5802),
 * never the secret. Salt and keys are base64 text.
 *
 * @param id the user name that the Kafka client gives
 * @param principal whose rights the client has
 * @param purpose what its client reads for; empty when none was named. A key has one purpose, so
 *     that who reads for two has two keys and two views
 * @param certificate the SHA-256 fingerprint (hex, lower case) of the certificate that is the key
 *     in place of a secret; empty for the others
 * @param flow the flow of the principal, a product, that a host outside the server runs with it:
 *     such a key writes that flow's own part of the log too. Empty for the others
 */
public record ClientKey(
    String id,
    PrincipalId principal,
    String description,
    String salt,
    String storedKey,
    String serverKey,
    int iterations,
    Instant createdAt,
    Optional<Instant> expiresAt,
    boolean revoked,
    String purpose,
    String certificate,
    String flow) {
  public ClientKey {
    flow = Defaults.text(flow);
    certificate = Defaults.text(certificate);
    purpose = Defaults.text(purpose);
    description = Defaults.text(description);
    expiresAt = expiresAt == null ? Optional.empty() : expiresAt;
  }

  /** A key with a secret. */
  public ClientKey(
      String id,
      PrincipalId principal,
      String description,
      String salt,
      String storedKey,
      String serverKey,
      int iterations,
      Instant createdAt,
      Optional<Instant> expiresAt,
      boolean revoked,
      String purpose) {
    this(
        id,
        principal,
        description,
        salt,
        storedKey,
        serverKey,
        iterations,
        createdAt,
        expiresAt,
        revoked,
        purpose,
        "",
        "");
  }

  /** One that stands for a certificate, or for a token where the fingerprint is empty. */
  public static ClientKey withoutSecret(
      String id,
      PrincipalId principal,
      String description,
      String certificate,
      Instant createdAt,
      Optional<Instant> expiresAt) {
    return new ClientKey(
        id,
        principal,
        description,
        "",
        "",
        "",
        0,
        createdAt,
        expiresAt,
        false,
        "",
        certificate,
        "");
  }

  /** The same for this purpose. */
  public ClientKey readingFor(String otherPurpose) {
    return new ClientKey(
        id,
        principal,
        description,
        salt,
        storedKey,
        serverKey,
        iterations,
        createdAt,
        expiresAt,
        revoked,
        otherPurpose,
        certificate,
        flow);
  }

  /** The same for a host that runs this flow. */
  public ClientKey running(String itsFlow) {
    return new ClientKey(
        id,
        principal,
        description,
        salt,
        storedKey,
        serverKey,
        iterations,
        createdAt,
        expiresAt,
        revoked,
        purpose,
        certificate,
        itsFlow);
  }

  /** Whether there is a secret to be proven. */
  public boolean hasSecret() {
    return iterations > 0;
  }

  /** Whether it may be used at this time. */
  public boolean validAt(Instant now) {
    return !revoked && expiresAt.map(now::isBefore).orElse(true);
  }
}
