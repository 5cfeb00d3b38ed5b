package dev.weft.gateway.wire;

import java.time.Clock;
import java.time.Duration;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/**
 * How long the login of one connection lasts, in milliseconds, for every mechanism the same. Kafka
 * asks when the login has succeeded, and tells the client, which logs in again before the time is
 * over.
 */
final class SessionLifetimes extends AbstractMap<String, Long> {
  private final LoginAttempt attempt;
  private final Duration most;
  private final Clock clock;

  /**
   * @param most zero: as long as the key may be used
   */
  SessionLifetimes(LoginAttempt attempt, Duration most, Clock clock) {
    this.attempt = attempt;
    this.most = most;
    this.clock = clock;
  }

  /** Null, as a map says, when the login does not end by itself. */
  @Override
  public Long get(Object mechanism) {
    var left =
        attempt
            .key()
            .flatMap(key -> key.expiresAt())
            .map(end -> Math.max(1, Duration.between(clock.instant(), end).toMillis()));
    if (most.isZero()) {
      return left.orElse(null);
    }
    return Math.min(most.toMillis(), left.orElse(Long.MAX_VALUE));
  }

  @Override
  public Set<Map.Entry<String, Long>> entrySet() {
    return Set.of();
  }
}
