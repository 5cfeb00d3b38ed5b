package dev.weft.server.mcp;

import dev.weft.model.Place;
import dev.weft.model.PrincipalId;
import dev.weft.model.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often agents may call in one person's name. Safe for any thread. */
final class CallRates {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int PEOPLE_MAX = 10_000;

  private final int most;
  private final Clock clock;
  private final Map<PrincipalId, Deque<Instant>> calls =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<PrincipalId, Deque<Instant>> eldest) {
          return size() > PEOPLE_MAX;
        }
      };

  /**
   * @param most calls a minute
   */
  CallRates(int most, Clock clock) {
    this.most = most;
    this.clock = clock;
  }

  /** Counts a call, or refuses it. */
  synchronized void count(PrincipalId person) {
    var now = clock.instant();
    var recent = calls.computeIfAbsent(person, any -> new ArrayDeque<>());
    while (!recent.isEmpty() && recent.peekFirst().isBefore(now.minus(WINDOW))) {
      recent.removeFirst();
    }
    if (recent.size() >= most) {
      throw new Problem(
              Problem.Kind.TOO_MANY,
              "too-many-calls",
              Place.NOWHERE,
              "Agents may call " + most + " times a minute for one person.",
              "Wait a minute, then go on.")
          .asException();
    }
    recent.addLast(now);
  }
}
