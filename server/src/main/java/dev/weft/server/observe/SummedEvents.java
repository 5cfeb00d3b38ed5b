package dev.weft.server.observe;

import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events that somebody may cause as often as they like: the first at once, and those alike
 * that follow as one with their number, {@code event_count}, a minute later. So none is lost and
 * nobody floods the audit. Safe for any thread.
 */
public final class SummedEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SummedEvents.class);
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final int REMEMBERED_MAX = 10_000;

  private final AuditLog audit;
  private final Clock clock;
  private final Map<AuditEvent, Told> told = new LinkedHashMap<>();
  private Instant sweptAt;

  public SummedEvents(AuditLog audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
    this.sweptAt = clock.instant();
  }

  /** When the last event was written, and how many more there were. */
  private record Told(Instant at, long since) {}

  /**
   * Notes one; two are alike when all they say is equal. The future completes, always well, when it
   * is stored, could not be, or only counts for now.
   */
  public synchronized CompletableFuture<Void> note(AuditEvent event) {
    var known = told.get(event);
    if (known != null && clock.instant().isBefore(known.at.plus(QUIET))) {
      told.put(event, new Told(known.at, known.since + 1));
      return CompletableFuture.completedFuture(null);
    }
    if (told.size() >= REMEMBERED_MAX) {
      close();
    }
    told.put(event, new Told(clock.instant(), 0));
    return write(event, 1 + (known == null ? 0 : known.since));
  }

  /** Writes the sums whose minute is over; cheap enough to be called all the time. */
  public synchronized void sweep() {
    var over = clock.instant().minus(QUIET);
    if (sweptAt.isAfter(over)) {
      return;
    }
    sweptAt = clock.instant();
    told.entrySet().removeIf(one -> !one.getValue().at.isAfter(over) && tell(one));
  }

  /** Writes all sums. */
  @Override
  public synchronized void close() {
    told.entrySet().forEach(this::tell);
    told.clear();
  }

  /** Always true: it need not be remembered any more. */
  private boolean tell(Map.Entry<AuditEvent, Told> one) {
    if (one.getValue().since > 0) {
      var unused = write(one.getKey(), one.getValue().since);
    }
    return true;
  }

  private CompletableFuture<Void> write(AuditEvent event, long count) {
    var details = event.details().deepCopy().put("event_count", count);
    return audit
        .append(
            new AuditEvent(
                event.actor(), event.action(), event.subject(), event.successful(), details))
        .exceptionally(
            failure -> {
              LOG.error(
                  "The audit did not take '{}' of {}.", event.action(), event.subject(), failure);
              return null;
            });
  }
}
