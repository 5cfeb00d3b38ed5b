package dev.weft.catalog.topics;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** How far a tail has read, for those who wait for it. Safe for any thread. */
final class Progress {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private long position = -1;
  private long target = Long.MAX_VALUE;
  private boolean ended;

  void begin(long start, long end) {
    change(
        () -> {
          position = start;
          target = end;
        });
  }

  void reached(long newPosition) {
    if (newPosition != position()) {
      change(() -> position = newPosition);
    }
  }

  void end() {
    change(() -> ended = true);
  }

  long position() {
    lock.lock();
    try {
      return position;
    } finally {
      lock.unlock();
    }
  }

  boolean awaitPosition(long wanted, Duration limit) throws InterruptedException {
    return await(() -> position >= wanted, limit);
  }

  boolean awaitCaughtUp(Duration limit) throws InterruptedException {
    return await(() -> position >= target, limit);
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean await(BooleanSupplier reached, Duration limit) throws InterruptedException {
    var left = limit.toNanos();
    lock.lock();
    try {
      while (!reached.getAsBoolean() && !ended && left > 0) {
        left = moved.awaitNanos(left);
      }
      return reached.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }
}
