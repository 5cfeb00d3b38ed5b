package dev.weft.processors.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Messages that wait to be polled, no more than so many. For any thread. */
final class Inbox {
  private final BlockingQueue<Message> waiting;
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong tooLong = new AtomicLong();

  Inbox(int most) {
    waiting = new ArrayBlockingQueue<>(most);
  }

  /** Waits for room: whoever sends has to wait too. */
  void put(Message message) throws InterruptedException {
    waiting.put(message);
  }

  /** Counts the message as dropped when there is no room. */
  void offer(Message message) {
    if (!waiting.offer(message)) {
      dropped.incrementAndGet();
    }
  }

  /** A message was longer than allowed and is left out. */
  void leaveOut() {
    tooLong.incrementAndGet();
  }

  /** Those that wait, up to so many; empty when none came within the time. */
  List<Message> take(int most, Duration wait) throws InterruptedException {
    var taken = new ArrayList<Message>();
    var first = waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      taken.add(first);
      waiting.drainTo(taken, most - 1);
    }
    return taken;
  }

  /** What was lost since it was last asked, as a sentence; empty when nothing. */
  String losses() {
    var full = dropped.getAndSet(0);
    var longer = tooLong.getAndSet(0);
    var sentence = new StringBuilder();
    if (full > 0) {
      sentence.append(full).append(" messages were dropped: more came than the flow took. ");
    }
    if (longer > 0) {
      sentence.append(longer).append(" messages were longer than maxBytes and are left out.");
    }
    return sentence.toString().strip();
  }
}
