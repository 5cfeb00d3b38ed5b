package dev.weft.server.observe;

import dev.weft.model.PortName;
import dev.weft.spi.AccessObserver.ReadRange;
import dev.weft.spi.AuditLog;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who has read what, and when last: sums of the audit's read events, for product pages. The audit
 * is the truth; this begins with its newest events and goes on from there.
 */
public final class ReadLedger {
  private static final int REPLAYED = 10_000;
  private static final int READERS_MAX = 100_000;

  private final Clock clock;
  private final Map<Key, Reads> reads = new ConcurrentHashMap<>();

  public ReadLedger(Clock clock) {
    this.clock = clock;
  }

  /** What one principal has read of one port. */
  public record Reads(long delivered, Instant last) {}

  private record Key(String principal, String port) {}

  public void add(ReadRange range) {
    sum(
        range.reader().principal().toString(),
        range.port().topic(),
        range.amounts().delivered(),
        clock.instant());
  }

  /** Takes up what the audit holds; call once at start. */
  public void replay(AuditLog audit) {
    var query =
        new AuditLog.AuditQuery(
            Optional.empty(),
            Optional.of("read"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            event -> true,
            REPLAYED);
    audit
        .search(query)
        .forEach(
            event ->
                sum(
                    event.actor(),
                    event.subject(),
                    event.details().path("delivered").asLong(),
                    event.time()));
  }

  public Optional<Reads> of(String principal, PortName port) {
    return Optional.ofNullable(reads.get(new Key(principal, port.topic())));
  }

  private void sum(String principal, String port, long delivered, Instant at) {
    var key = new Key(principal, port);
    if (reads.size() >= READERS_MAX && !reads.containsKey(key)) {
      return;
    }
    reads.merge(
        key,
        new Reads(delivered, at),
        (a, b) ->
            new Reads(
                a.delivered() + b.delivered(), a.last().isAfter(b.last()) ? a.last() : b.last()));
  }
}
