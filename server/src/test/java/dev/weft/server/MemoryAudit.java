package dev.weft.server;

import dev.weft.spi.AuditEvent;
import dev.weft.spi.AuditLog;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** An audit in memory, without hashes. */
public final class MemoryAudit implements AuditLog {
  private final Clock clock;
  private final List<Stored> events = new ArrayList<>();

  public MemoryAudit(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized CompletableFuture<Void> append(AuditEvent event) {
    events.add(
        new Stored(
            "memory",
            events.size() + 1L,
            clock.instant(),
            event.actor().toString(),
            event.action(),
            event.subject(),
            event.successful(),
            event.details(),
            "",
            ""));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public synchronized List<Stored> search(AuditQuery query) {
    var found = new ArrayList<Stored>();
    for (var i = events.size() - 1; i >= 0 && found.size() < query.limit(); i--) {
      var event = events.get(i);
      if (query.action().map(event.action()::equals).orElse(true)
          && query.subject().map(event.subject()::equals).orElse(true)
          && query.actor().map(event.actor()::equals).orElse(true)
          && query.from().map(from -> !event.time().isBefore(from)).orElse(true)
          && query.also().test(event)) {
        found.add(event);
      }
    }
    return found;
  }

  @Override
  public void each(AuditQuery query, Consumer<Stored> sink) {
    var found = new ArrayList<>(search(query));
    Collections.reverse(found);
    found.forEach(sink);
  }

  @Override
  public Verification verify() {
    return new Verification(events.size(), 1, List.of());
  }

  public synchronized List<Stored> events() {
    return List.copyOf(events);
  }
}
