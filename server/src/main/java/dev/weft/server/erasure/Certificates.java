package dev.weft.server.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weft.catalog.audit.AuditProof;
import dev.weft.model.Erasure;
import dev.weft.model.Problem;
import dev.weft.server.identity.Caller;
import dev.weft.spi.AuditLog;
import dev.weft.spi.AuditLog.AuditQuery;
import dev.weft.spi.AuditLog.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/** The proof of an erasure: what the audit holds of it, and where in its chain. */
public final class Certificates {
  private static final String APPLY = "erasure.apply";
  private static final Duration BEFORE = Duration.ofMinutes(10);

  private final Erasures erasures;
  private final AuditLog audit;

  public Certificates(Erasures erasures, AuditLog audit) {
    this.erasures = erasures;
    this.audit = audit;
  }

  /**
   * Where in the audit it stands.
   *
   * @param writer the chain, in which {@code sequence} counts
   * @param intact whether the event's hash fits what it says; the chain is checked by {@code weft
   *     audit verify}
   */
  public record Position(
      String writer,
      long sequence,
      Instant time,
      String actor,
      String previousHash,
      String hash,
      boolean intact) {}

  /**
   * @param erasure as the audit has it, not as the mesh log has it
   * @param checked how it stood when somebody looked last
   */
  public record Certificate(JsonNode erasure, Optional<Erasure.Check> checked, Position audit) {}

  /** That of an erasure that was applied. */
  public Certificate of(Caller caller, String id) {
    var erasure = erasures.get(caller, id);
    var found = new ArrayList<Stored>();
    erasure
        .appliedAt()
        .ifPresent(
            at ->
                audit.each(
                    AuditQuery.of(Set.of(APPLY), Erasure.key(id).toString())
                        .since(Optional.of(at.minus(BEFORE))),
                    found::add));
    if (found.isEmpty()) {
      throw Problem.conflict(
              "not-applied",
              "The erasure " + id + " is not applied, so there is no certificate.",
              erasure
                  .replacedBy()
                  .map(other -> "It was interrupted; '" + other + "' was applied in its place.")
                  .orElse("'weft erase --apply " + id + "' applies it."))
          .asException();
    }
    var event = found.get(found.size() - 1);
    return new Certificate(event.details().path("after"), erasure.checked(), position(event));
  }

  private static Position position(Stored event) {
    return new Position(
        event.writer(),
        event.sequence(),
        event.time(),
        event.actor(),
        event.previousHash(),
        event.hash(),
        AuditProof.isIntact(event));
  }
}
