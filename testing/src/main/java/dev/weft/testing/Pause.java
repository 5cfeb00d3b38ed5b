package dev.weft.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long a test waits before it asks again whether something is so. Asking may be dear, such as
 * reading a whole port: it shall not keep busy the machine on which it waits for others' work.
 */
public final class Pause {
  private static final long LEAST = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long MOST = TimeUnit.MILLISECONDS.toNanos(500);

  /** Of the time that is waited, asking takes a third at most. */
  private static final int TIMES = 2;

  private Pause() {}

  /**
   * Waits after an answer; {@code askedAt} is the time of {@link System#nanoTime} before asking.
   */
  public static void after(long askedAt) {
    var took = System.nanoTime() - askedAt;
    LockSupport.parkNanos(Math.min(MOST, Math.max(LEAST, TIMES * took)));
  }
}
