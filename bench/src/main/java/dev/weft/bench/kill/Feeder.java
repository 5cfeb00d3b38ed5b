package dev.weft.bench.kill;

import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.locks.LockSupport;

/** Gives numbers to one feed, all the time, and keeps which of them were acknowledged. */
final class Feeder implements AutoCloseable {
  private static final int COUNT = 20;
  private static final long PAUSE_NANOS = 100_000_000;

  private final Feed feed;
  private final Thread thread;
  private final BitSet acknowledged = new BitSet();
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
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (Exception e) {
      broken = e;
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
