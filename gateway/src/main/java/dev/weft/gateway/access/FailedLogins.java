package dev.weft.gateway.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts failed logins per address and key, and says when to stop checking secrets for a while.
 *
 * <p>Per key as well as per address, because on one machine everybody shares an address: somebody's
 * wrong configuration must not lock out the others. Safe for any thread; remembers the most recent
 * ten thousand pairs.
 */
public final class FailedLogins {
  private static final int PAIRS_MAX = 10_000;
  private static final int FAILURES_MAX = 10;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private record Pair(String address, String keyId) {}

  private record Failures(int count, Instant since) {}

  private final Clock clock;
  private final Map<Pair, Failures> failures =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Failures> eldest) {
          return size() > PAIRS_MAX;
        }
      };

  public FailedLogins(Clock clock) {
    this.clock = clock;
  }

  /** Whether this address has failed too often with this key during the last minute. */
  public synchronized boolean blocked(String address, String keyId) {
    var known = failures.get(new Pair(address, keyId));
    return known != null && known.count >= FAILURES_MAX && !isOver(known);
  }

  public synchronized void failed(String address, String keyId) {
    failures.merge(
        new Pair(address, keyId),
        new Failures(1, clock.instant()),
        (before, first) -> isOver(before) ? first : new Failures(before.count + 1, before.since));
  }

  public synchronized void succeeded(String address, String keyId) {
    failures.remove(new Pair(address, keyId));
  }

  private boolean isOver(Failures known) {
    return clock.instant().isAfter(known.since.plus(WINDOW));
  }
}
