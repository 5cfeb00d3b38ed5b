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
 * Reports what one connection was refused: the first time at once, and what follows of the same
 * port and operation as one sum a minute. So none is lost, and a client that asks again and again
 * does not flood the audit. One thread at a time.
 */
public final class Refusals {
  private static final int REMEMBERED_MAX = 1_000;
  private static final Duration QUIET = Duration.ofMinutes(1);

  private record Subject(PortName port, String operation) {}

  /** When the last report was made, and what has been refused since. */
  private record Told(Reader reader, String reason, Instant at, long since) {
    Told more(Reader next, String why) {
      return new Told(next, why, at, since + 1);
    }
  }

  private final AccessObserver observer;
  private final Clock clock;
  private final Counters counters;
  private final Map<Subject, Told> told = new HashMap<>();

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

  /** Reports the sums whose minute is over. */
  public void tellSuppressed() {
    if (!told.isEmpty()) {
      var over = clock.instant().minus(QUIET);
      told.entrySet().removeIf(one -> !one.getValue().at.isAfter(over) && tell(one));
    }
  }

  /** The connection has ended: reports all sums. */
  public void end() {
    told.entrySet().forEach(this::tell);
    told.clear();
  }

  private void refused(Reader reader, PortName port, String operation, String reason) {
    counters.refusals.increment();
    var subject = new Subject(port, operation);
    var known = told.get(subject);
    if (known != null && clock.instant().isBefore(known.at.plus(QUIET))) {
      told.put(subject, known.more(reader, reason));
      return;
    }
    if (told.size() >= REMEMBERED_MAX) {
      end();
    }
    report(reader, subject, reason, 1 + (known == null ? 0 : known.since));
    told.put(subject, new Told(reader, reason, clock.instant(), 0));
  }

  /** Always true: it need not be remembered any more. */
  private boolean tell(Map.Entry<Subject, Told> one) {
    var sum = one.getValue();
    if (sum.since > 0) {
      report(sum.reader, one.getKey(), sum.reason, sum.since);
    }
    return true;
  }

  private void report(Reader reader, Subject subject, String reason, long count) {
    AuditWatch.watch(
        observer.refused(new Refusal(reader, subject.port, subject.operation, reason, count)),
        "that reading or writing " + subject.port + " was refused");
  }
}
