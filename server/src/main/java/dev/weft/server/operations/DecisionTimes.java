package dev.weft.server.operations;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How long decisions took since the start, in classes of duration. Safe for any thread. */
public final class DecisionTimes {
  private static final long[] BOUNDS_MICROS = {
    1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 100_000
  };
  private static final long NANOS_PER_MICRO = 1_000;

  private final AtomicLongArray counts = new AtomicLongArray(BOUNDS_MICROS.length + 1);
  private final LongAdder nanos = new LongAdder();

  /**
   * All of them so far.
   *
   * @param bounds the upper ends of the classes in microseconds; the last class has none
   * @param counts how many fell into each class
   */
  public record Times(long count, long nanos, List<Long> bounds, List<Long> counts) {}

  void took(long taken) {
    counts.incrementAndGet(classOf(taken));
    nanos.add(taken);
  }

  private static int classOf(long taken) {
    for (var i = 0; i < BOUNDS_MICROS.length; i++) {
      if (taken <= BOUNDS_MICROS[i] * NANOS_PER_MICRO) {
        return i;
      }
    }
    return BOUNDS_MICROS.length;
  }

  public Times times() {
    var all = new Long[counts.length()];
    long sum = 0;
    for (var i = 0; i < all.length; i++) {
      all[i] = counts.get(i);
      sum += all[i];
    }
    var bounds = Arrays.stream(BOUNDS_MICROS).boxed().toList();
    return new Times(sum, nanos.sum(), bounds, List.of(all));
  }

  /** As a histogram in Prometheus' text format. */
  public String metrics() {
    var now = times();
    var text = new StringBuilder();
    text.append("# HELP weft_decision_seconds How long the policies took to answer the gateway.\n");
    text.append("# TYPE weft_decision_seconds histogram\n");
    long below = 0;
    for (var i = 0; i < BOUNDS_MICROS.length; i++) {
      below += now.counts().get(i);
      text.append("weft_decision_seconds_bucket{le=\"%s\"} %d\n".formatted(seconds(i), below));
    }
    text.append("weft_decision_seconds_bucket{le=\"+Inf\"} %d\n".formatted(now.count()));
    text.append("weft_decision_seconds_sum ").append(now.nanos() / 1e9).append('\n');
    text.append("weft_decision_seconds_count ").append(now.count()).append('\n');
    return text.toString();
  }

  private static String seconds(int index) {
    return BigDecimal.valueOf(BOUNDS_MICROS[index], 6).stripTrailingZeros().toPlainString();
  }
}
