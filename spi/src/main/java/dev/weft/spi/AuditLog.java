package dev.weft.spi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps and finds audit events that do not belong to a mesh transaction, such as reads and logins.
 */
public interface AuditLog {
  /** Appends one event to this process's chain. */
  CompletableFuture<Void> append(AuditEvent event);

  /** Events that match, newest first. */
  List<Stored> search(AuditQuery query);

  /**
   * Gives every event that matches, oldest first and however many there are; {@code limit} does not
   * count. Reads the log for what is older than the newest events, some 50,000 events a second.
   */
  void each(AuditQuery query, Consumer<Stored> sink);

  /**
   * The same within a bound: of what is older than the newest events, which are always looked at,
   * only the last {@code olderMax}.
   *
   * @param watch is told now and then how far it is
   */
  default Coverage each(AuditQuery query, Consumer<Stored> sink, long olderMax, Watch watch) {
    each(query, sink);
    return Coverage.ALL;
  }

  /** Is told how many of the older events have been read, on the thread that reads. */
  @FunctionalInterface
  interface Watch {
    void passed(long events, long of);
  }

  /**
   * What a pass has looked at.
   *
   * @param older how many of the older events
   * @param since events from before this were not looked at, because there are too many; empty: all
   *     were
   */
  record Coverage(long older, Optional<Instant> since) {
    public static final Coverage ALL = new Coverage(0, Optional.empty());
  }

  /** Reads the whole log again and checks every chain. */
  Verification verify();

  /**
   * The same.
   *
   * @param watch is told now and then how far it is
   */
  default Verification verify(Watch watch) {
    return verify();
  }

  /**
   * An event as it is stored.
   *
   * @param writer the chain it belongs to; {@code sequence} counts from 1 within it
   * @param hash SHA-256 over the previous hash and the event's canonical JSON, lower hex
   */
  record Stored(
      String writer,
      long sequence,
      Instant time,
      String actor,
      String action,
      String subject,
      boolean successful,
      ObjectNode details,
      String previousHash,
      String hash) {}

  /** Which events; empty parts match all. {@code subject} may end in {@code *}. */
  record AuditQuery(
      Optional<String> actor,
      Optional<String> action,
      Optional<String> subject,
      Optional<Instant> from,
      Optional<Instant> to,
      Predicate<Stored> also,
      int limit) {

    /** All events of these actions about this subject, of any time. */
    public static AuditQuery of(Set<String> actions, String subject) {
      return new AuditQuery(
          Optional.empty(),
          Optional.empty(),
          Optional.of(subject),
          Optional.empty(),
          Optional.empty(),
          event -> actions.contains(event.action()),
          Integer.MAX_VALUE);
    }

    /** All events of any time. */
    public static AuditQuery all() {
      return new AuditQuery(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          event -> true,
          Integer.MAX_VALUE);
    }

    /** The same, of this time or later. */
    public AuditQuery since(Optional<Instant> time) {
      return new AuditQuery(actor, action, subject, time, to, also, limit);
    }
  }

  /** The result of verifying: how many events were read and what is wrong, if anything. */
  record Verification(long events, int chains, List<String> faults) {}
}
