package dev.weft.catalog.audit;

import dev.weft.model.Json;
import dev.weft.model.PrincipalId;
import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog.Stored;
import java.time.Instant;
import java.util.List;

/**
 * One chain: every event carries the hash of the one before, and counts from 1. For one thread.
 *
 * <p>A chain begins with a link, an event that names the heads of the other chains: so their tails
 * cannot be cut off unnoticed. A chain has one life: after a failure whose outcome is in doubt it
 * is given up and another begun.
 */
public final class AuditChain {
  /** The action of the first event of a chain. */
  public static final String BEGIN = "audit.chain";

  /** The action of a later event that names heads. */
  public static final String CHECKPOINT = "audit.checkpoint";

  static final String NO_HASH = "0".repeat(64);

  /** The last event of a chain, as far as somebody knows. */
  record Head(String writer, long sequence, String hash) {}

  private final String writer;
  private long sequence;
  private String hash = NO_HASH;

  AuditChain(String writer) {
    this.writer = writer;
  }

  /** The next event of the chain, with its hash. */
  public Stored next(AuditEvent event, Instant time) {
    var stored = CanonicalEvent.hashed(writer, sequence + 1, time, event, hash);
    sequence = stored.sequence();
    hash = stored.hash();
    return stored;
  }

  /** An event that names these heads; the first of the chain, or a later checkpoint. */
  Stored link(List<Head> heads, Instant time) {
    var details = Json.object();
    var list = details.putArray("heads");
    heads.stream()
        .filter(head -> !head.writer().equals(writer))
        .forEach(head -> list.add(Json.tree(head)));
    var action = sequence == 0 ? BEGIN : CHECKPOINT;
    return next(new AuditEvent(PrincipalId.WEFT, action, writer, true, details), time);
  }

  long sequence() {
    return sequence;
  }
}
