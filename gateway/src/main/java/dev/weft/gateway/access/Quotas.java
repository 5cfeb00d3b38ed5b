package dev.weft.gateway.access;

import dev.weft.model.PortName;
import dev.weft.model.PrincipalId;
import dev.weft.spi.ReadTerms;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Holds readers to the rates of their terms: bytes and fetches a second of one principal and port,
 * over all connections of this gateway. Safe for any thread; remembers the most recent hundred
 * thousand that have a rate.
 */
public final class Quotas {
  private static final int REMEMBERED_MAX = 100_000;

  private record Subject(PrincipalId principal, PortName port) {}

  /** An unlimited rate is one that nobody reaches. */
  private static final long UNLIMITED = 1L << 50;

  private record Rates(Allowance bytes, Allowance requests) {}

  private final LongSupplier nanos;
  private final Map<Subject, Rates> rates =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, Rates> eldest) {
          return size() > REMEMBERED_MAX;
        }
      };

  public Quotas(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** How long this reader has to wait before it may have more of the port. */
  public synchronized Duration owed(PrincipalId principal, PortName port, ReadTerms terms) {
    if (isUnlimited(terms)) {
      return Duration.ZERO;
    }
    var now = nanos.getAsLong();
    var known = known(principal, port, terms, now);
    var bytes = known.bytes.owedFor(now);
    var requests = known.requests.owedFor(now);
    return bytes.compareTo(requests) > 0 ? bytes : requests;
  }

  /** The reader has fetched from the port. */
  public synchronized void fetched(PrincipalId principal, PortName port, ReadTerms terms) {
    if (!isUnlimited(terms)) {
      var now = nanos.getAsLong();
      known(principal, port, terms, now).requests.take(1, now);
    }
  }

  /** The reader gets so many bytes of the port. */
  public synchronized void took(PrincipalId principal, PortName port, ReadTerms terms, long bytes) {
    if (!isUnlimited(terms)) {
      var now = nanos.getAsLong();
      known(principal, port, terms, now).bytes.take(bytes, now);
    }
  }

  private Rates known(PrincipalId principal, PortName port, ReadTerms terms, long now) {
    var bytes = rate(terms.bytesPerSecond());
    var requests = rate(terms.requestsPerSecond());
    var known =
        rates.computeIfAbsent(
            new Subject(principal, port),
            any -> new Rates(new Allowance(bytes, now), new Allowance(requests, now)));
    known.bytes.change(bytes, now);
    known.requests.change(requests, now);
    return known;
  }

  private static boolean isUnlimited(ReadTerms terms) {
    return terms.bytesPerSecond().isEmpty() && terms.requestsPerSecond().isEmpty();
  }

  private static long rate(OptionalLong perSecond) {
    return Math.max(1, Math.min(UNLIMITED, perSecond.orElse(UNLIMITED)));
  }
}
