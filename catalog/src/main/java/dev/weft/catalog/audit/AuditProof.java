package dev.weft.catalog.audit;

import dev.weft.spi.AuditLog.Stored;

/** What one event proves by itself. */
public final class AuditProof {
  private AuditProof() {}

  /** Whether its hash is that of what it says, after the hash before it. */
  public static boolean isIntact(Stored event) {
    return CanonicalEvent.hash(event).equals(event.hash());
  }
}
