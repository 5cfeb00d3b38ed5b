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
    String purpose) {
  public ClientKey {
    purpose = Defaults.text(purpose);
    description = Defaults.text(description);
    expiresAt = expiresAt == null ? Optional.empty() : expiresAt;
  }

  /** Whether it may be used at this time. */
  public boolean validAt(Instant now) {
    return !revoked && expiresAt.map(now::isBefore).orElse(true);
  }
}
