package dev.weft.gateway.access;

import java.time.Duration;

/**
 * So much per second. What is not used is kept for one second; what is used beyond it is owed and
 * must be waited for, so that over time the rate holds whatever the size of the single pieces. Not
 * safe for threads; time is given in nanoseconds of any clock that never goes back.
 */
public final class Allowance {
  private static final double NANOS = 1_000_000_000d;

  private long perSecond;
  private double left;
  private long at;

  public Allowance(long perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.left = perSecond;
    this.at = nowNanos;
  }

  /** From now on it is so much; what is owed stays owed. */
  public void change(long newPerSecond, long nowNanos) {
    if (newPerSecond != perSecond) {
      refill(nowNanos);
      perSecond = newPerSecond;
      left = Math.min(left, (double) perSecond);
    }
  }

  /** Uses some, at once, even when that makes debts. */
  public void take(long amount, long nowNanos) {
    refill(nowNanos);
    left -= amount;
  }

  /** How long until nothing is owed. */
  public Duration owedFor(long nowNanos) {
    refill(nowNanos);
    return left >= 0
        ? Duration.ZERO
        : Duration.ofNanos((long) Math.ceil(-left / perSecond * NANOS));
  }

  /** How much may be used without making debts. */
  public long left(long nowNanos) {
    refill(nowNanos);
    return (long) Math.max(0, Math.floor(left));
  }

  private void refill(long nowNanos) {
    var passed = Math.max(0, nowNanos - at);
    at += passed;
    left = Math.min((double) perSecond, left + passed / NANOS * perSecond);
  }
}
