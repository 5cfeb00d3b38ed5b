package dev.weft.gateway.wire;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** What is to be done later on one event loop. */
final class Timers {
  private record Timer(long atNanos, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer other) {
      return Long.signum(atNanos - other.atNanos);
    }
  }

  private final PriorityQueue<Timer> waiting = new PriorityQueue<>();

  void add(Duration delay, Runnable task) {
    waiting.add(new Timer(System.nanoTime() + delay.toNanos(), task));
  }

  /** How long until the next is due; at most {@code max}. */
  Duration untilNext(Duration max) {
    var next = waiting.peek();
    var left = next == null ? max : Duration.ofNanos(next.atNanos - System.nanoTime());
    return left.isNegative() ? Duration.ZERO : left.compareTo(max) < 0 ? left : max;
  }

  /** Takes out what is due. */
  List<Runnable> due() {
    var now = System.nanoTime();
    var due = new ArrayList<Runnable>();
    while (!waiting.isEmpty() && waiting.peek().atNanos - now <= 0) {
      due.add(waiting.poll().task);
    }
    return due;
  }
}
