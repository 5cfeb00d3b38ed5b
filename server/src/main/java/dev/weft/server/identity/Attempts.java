package dev.weft.server.identity;

import dev.weft.model.Place;
import dev.weft.model.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits how often a wrong password may be tried: ten times in five minutes for one name, and fifty
 * for one address. Remembers at most 10,000 names and addresses, the latest ones. Safe for any
 * thread.
 */
public final class Attempts {
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int PER_NAME = 10;
  private static final int PER_ADDRESS = 50;
  private static final int REMEMBERED = 10_000;

  private final Clock clock;
  private final Map<String, Deque<Instant>> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > REMEMBERED;
        }
      };

  public Attempts(Clock clock) {
    this.clock = clock;
  }

  /** Refuses with TOO_MANY when the limit is reached. */
  public synchronized void check(String name, String address) {
    if (recent("name " + name).size() >= PER_NAME
        || recent("address " + address).size() >= PER_ADDRESS) {
      throw new Problem(
              Problem.Kind.TOO_MANY,
              "too-many-attempts",
              Place.NOWHERE,
              "Too many wrong passwords.",
              "Wait five minutes, then try again.")
          .asException();
    }
  }

  public synchronized void failed(String name, String address) {
    recent("name " + name).add(clock.instant());
    recent("address " + address).add(clock.instant());
  }

  public synchronized void succeeded(String name) {
    failures.remove("name " + name);
  }

  private Deque<Instant> recent(String key) {
    var times = failures.computeIfAbsent(key, any -> new ArrayDeque<>());
    var oldest = clock.instant().minus(WINDOW);
    while (!times.isEmpty() && times.peekFirst().isBefore(oldest)) {
      times.removeFirst();
    }
    return times;
  }
}
