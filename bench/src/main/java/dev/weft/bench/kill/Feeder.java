package dev.weft.bench.kill;

import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Gives numbers to one feed, all the time, and keeps which of them were acknowledged. */
final class Feeder implements AutoCloseable {
  private static final int COUNT = 20;
  private static final int BEGUN_MINUTES_MAX = 5;
  private static final long PAUSE_NANOS = 100_000_000;

  private final Feed feed;
  private final Thread thread;
  private final BitSet acknowledged = new BitSet();
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile boolean ended;
  private volatile Throwable broken;
  private int given;

  Feeder(Feed feed) {
    this.feed = feed;
    this.thread = new Thread(this::run, "feed-" + feed.name());
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!ended) {
        if (feed.give(given, COUNT)) {
          acknowledged.set(given, given + COUNT);
        }
        given += COUNT;
        begun.countDown();
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (Exception e) {
      broken = e;
      begun.countDown();
    }
  }

  /** Returns when the first have been given: some feeds wait until somebody listens. */
  void awaitBegun() throws InterruptedException {
    if (!begun.await(BEGUN_MINUTES_MAX, TimeUnit.MINUTES)) {
      throw new IllegalStateException("Nobody listens to the feed '" + feed.name() + "'");
    }
  }

  /** Gives no more; returns when the last has been given. */
  void end() throws InterruptedException {
    ended = true;
    thread.join();
    if (broken != null) {
      throw new IllegalStateException("The feed '" + feed.name() + "' broke", broken);
    }
  }

  Feed feed() {
    return feed;
  }

  /** How many were given; after the end. */
  int given() {
    return given;
  }

  /** Those that must arrive; after the end. */
  BitSet acknowledged() {
    return acknowledged;
  }

  @Override
  public void close() throws IOException {
    ended = true;
    thread.interrupt();
    feed.close();
  }
}
