package dev.weft.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what one processor does. What a unit of work counts shows only once it is committed, so
 * that work done twice counts once. Counted by one thread, read by any.
 */
final class Tally {
  private static final int COUNTERS_MAX = 100;
  private static final String IN = " in";
  private static final String OUT = " out";
  private static final String FAILED = " failed";

  private static final int BUCKET_MILLIS = 10_000;
  private static final int BUCKETS = 30;

  private final Clock clock;
  private final ArrayDeque<Bucket> recent = new ArrayDeque<>();
  private final Map<String, Long> open = new HashMap<>();
  private final Map<String, Long> committed = new TreeMap<>();

  /** What was counted in ten seconds. */
  private record Bucket(long number, long in, long out, long failed) {
    Bucket plus(long moreIn, long moreOut, long moreFailed) {
      return new Bucket(number, in + moreIn, out + moreOut, failed + moreFailed);
    }
  }

  Tally(Clock clock) {
    this.clock = clock;
  }

  void in(long records) {
    open.merge(IN, records, Long::sum);
  }

  void out(long records) {
    open.merge(OUT, records, Long::sum);
  }

  void failed(long records) {
    open.merge(FAILED, records, Long::sum);
  }

  void count(String counter, long by) {
    if (open.size() < COUNTERS_MAX || open.containsKey(counter)) {
      open.merge(counter.strip(), by, Long::sum);
    }
  }

  synchronized void commit() {
    if (open.isEmpty()) {
      return;
    }
    bucket(open.getOrDefault(IN, 0L), open.getOrDefault(OUT, 0L), open.getOrDefault(FAILED, 0L));
    open.forEach(
        (counter, by) -> {
          if (committed.size() < COUNTERS_MAX || committed.containsKey(counter)) {
            committed.merge(counter, by, Long::sum);
          }
        });
    open.clear();
  }

  private void bucket(long in, long out, long failed) {
    var number = clock.millis() / BUCKET_MILLIS;
    var last = recent.peekLast();
    var now =
        last != null && last.number() == number ? recent.removeLast() : new Bucket(number, 0, 0, 0);
    recent.addLast(now.plus(in, out, failed));
    forgetBefore(number);
  }

  private void forgetBefore(long number) {
    while (!recent.isEmpty() && recent.peekFirst().number() <= number - BUCKETS) {
      recent.removeFirst();
    }
  }

  private FlowStatus.Recent recently() {
    forgetBefore(clock.millis() / BUCKET_MILLIS);
    var all =
        recent.stream().reduce(new Bucket(0, 0, 0, 0), (a, b) -> a.plus(b.in, b.out, b.failed));
    return new FlowStatus.Recent(all.in(), all.out(), all.failed());
  }

  /** The last five minutes step by step, those without anything included. */
  synchronized FlowStatus.History history(String processor) {
    var first = clock.millis() / BUCKET_MILLIS - BUCKETS + 1;
    var steps = new FlowStatus.Recent[BUCKETS];
    Arrays.fill(steps, FlowStatus.Recent.NOTHING);
    for (var bucket : recent) {
      var at = (int) (bucket.number() - first);
      if (at >= 0 && at < BUCKETS) {
        steps[at] = new FlowStatus.Recent(bucket.in(), bucket.out(), bucket.failed());
      }
    }
    return new FlowStatus.History(
        processor,
        Instant.ofEpochMilli(first * BUCKET_MILLIS),
        BUCKET_MILLIS / 1_000,
        List.of(steps));
  }

  void forget() {
    open.clear();
  }

  synchronized FlowStatus.ProcessorStatus status(
      String name, String type, FlowStatus.State state, String message) {
    var counters = new TreeMap<>(committed);
    counters.keySet().removeIf(counter -> counter.startsWith(" "));
    return new FlowStatus.ProcessorStatus(
        name,
        type,
        state,
        committed.getOrDefault(IN, 0L),
        committed.getOrDefault(OUT, 0L),
        committed.getOrDefault(FAILED, 0L),
        counters,
        message,
        recently());
  }
}
