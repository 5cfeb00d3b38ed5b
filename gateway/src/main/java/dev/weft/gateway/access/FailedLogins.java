package dev.weft.gateway.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts failed logins per address and key, and says when to stop checking secrets for a while.
 * Those that are not reported one by one, because somebody is blocked, are counted and told once a
 * minute.
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

  /** Failed logins that nobody has been told of. */
  public record Untold(String address, String keyId, long count) {}

  private final Clock clock;
  private final Map<Pair, Failures> failures =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Failures> eldest) {
          return size() > PAIRS_MAX;
        }
      };
  private final Map<Pair, Long> untold = new LinkedHashMap<>();
  private Instant toldAt;

  public FailedLogins(Clock clock) {
    this.clock = clock;
    this.toldAt = clock.instant();
  }

  /** Whether this address has failed too often with this key during the last minute. */
  public synchronized boolean blocked(String address, String keyId) {
    var known = failures.get(new Pair(address, keyId));
    return known != null && known.count >= FAILURES_MAX && !isOver(known);
  }

  /**
   * Counts one more, and says whether it was blocked already: then it is among {@link #untold()}.
   */
  public synchronized boolean failed(String address, String keyId) {
    var pair = new Pair(address, keyId);
    var blocked = blocked(address, keyId);
    if (blocked) {
      // When there are too many, the sum matters more than who.
      var known = untold.containsKey(pair) || untold.size() < PAIRS_MAX;
      untold.merge(known ? pair : new Pair("", ""), 1L, Long::sum);
    }
    failures.merge(
        pair,
        new Failures(1, clock.instant()),
        (before, first) -> isOver(before) ? first : new Failures(before.count + 1, before.since));
    return blocked;
  }

  public synchronized void succeeded(String address, String keyId) {
    failures.remove(new Pair(address, keyId));
  }

  /** What has been counted and not told; once a minute, else nothing. */
  public synchronized List<Untold> untold() {
    if (untold.isEmpty() || clock.instant().isBefore(toldAt.plus(WINDOW))) {
      return List.of();
    }
    toldAt = clock.instant();
    var all = new ArrayList<Untold>();
    untold.forEach((pair, count) -> all.add(new Untold(pair.address, pair.keyId, count)));
    untold.clear();
    return all;
  }

  private boolean isOver(Failures known) {
    return clock.instant().isAfter(known.since.plus(WINDOW));
  }
}
