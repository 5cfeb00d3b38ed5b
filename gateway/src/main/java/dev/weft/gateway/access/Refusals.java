package dev.weft.gateway.access;

import dev.weft.model.PortName;
import dev.weft.spi.AccessObserver;
import dev.weft.spi.AccessObserver.Reader;
import dev.weft.spi.AccessObserver.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Reports what one connection was refused, each port and operation once a minute: a client that
 * asks again and again does not flood the audit. One thread at a time.
 */
public final class Refusals {
  private static final int REMEMBERED_MAX = 1_000;
  private static final Duration QUIET = Duration.ofMinutes(1);

  private record Subject(PortName port, String operation) {}

  private final AccessObserver observer;
  private final Clock clock;
  private final Counters counters;
  private final Map<Subject, Instant> reported = new HashMap<>();

  public Refusals(AccessObserver observer, Clock clock, Counters counters) {
    this.observer = observer;
    this.clock = clock;
    this.counters = counters;
  }

  public void read(Reader reader, PortName port, String reason) {
    refused(reader, port, "read", reason);
  }

  public void write(Reader reader, PortName port, String reason) {
    refused(reader, port, "write", reason);
  }

  private void refused(Reader reader, PortName port, String operation, String reason) {
    counters.refusals.increment();
    var subject = new Subject(port, operation);
    var now = clock.instant();
    var last = reported.get(subject);
    if (last != null && now.isBefore(last.plus(QUIET))) {
      return;
    }
    if (reported.size() >= REMEMBERED_MAX) {
      reported.clear();
    }
    reported.put(subject, now);
    AuditWatch.watch(
        observer.refused(new Refusal(reader, port, operation, reason)),
        "that reading or writing " + port + " was refused");
  }
}
