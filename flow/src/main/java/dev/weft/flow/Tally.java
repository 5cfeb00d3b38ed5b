package dev.weft.flow;

import java.util.HashMap;
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

  private final Map<String, Long> open = new HashMap<>();
  private final Map<String, Long> committed = new TreeMap<>();

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
    open.forEach(
        (counter, by) -> {
          if (committed.size() < COUNTERS_MAX || committed.containsKey(counter)) {
            committed.merge(counter, by, Long::sum);
          }
        });
    open.clear();
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
        message);
  }
}
