package dev.weft.spi;

import dev.weft.model.PortName;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What the records must keep that somebody writes to a port through a door. Safe for any thread;
 * only the future may take its time.
 *
 * <p>A record that goes to quarantine leaves an empty place where it would have been, because a
 * producer's records are counted: readers are taken over it. A door looks for empty places only
 * where {@link #hasGaps} says so, hence the first one is announced to everybody beforehand.
 */
public interface WriteChecks {
  /** The check of the port's contract as of now; empty when it has none: nothing is written. */
  Optional<WriteCheck> of(PortName port);

  /** Whether the port may have empty places. Cheap: asked for every batch that is read. */
  boolean hasGaps(PortName port);

  /** Completes when everybody knows that the port may have empty places from now on. */
  CompletableFuture<Void> announceGaps(PortName port);

  /** What records must keep, and what becomes of those that do not. */
  record WriteCheck(RecordCheck check, OnViolation onViolation) {}

  /** What becomes of a batch with records that break the contract. */
  enum OnViolation {
    /** Nothing of it is written; the writer is told of each record. */
    REFUSE,
    /** They go to the port's quarantine with the reason; the others are written. */
    QUARANTINE
  }
}
