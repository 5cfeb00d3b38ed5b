package dev.weft.catalog.erasure;

import dev.weft.spi.TraceLog;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which records were made from others, in any number of steps, as the trace says: exact, because
 * each flow writes down what it made of what. For one thread.
 */
public final class MadeRecords {
  /** More are not followed. */
  static final int RECORDS_MAX = 100_000;

  private final TraceLog trace;
  private final Map<String, Map<Integer, Set<Long>>> made = new TreeMap<>();
  private final ArrayDeque<Spot> open = new ArrayDeque<>();
  private final Set<Spot> seen = new HashSet<>();
  private boolean truncated;

  private record Spot(String topic, int partition, long offset) {}

  public MadeRecords(TraceLog trace) {
    this.trace = trace;
  }

  /** What was made from these records of a topic, and from that in turn. */
  public void follow(String topic, Map<Integer, long[]> offsets) {
    offsets.forEach(
        (partition, all) -> {
          for (var offset : all) {
            add(new Spot(topic, partition, offset));
          }
        });
    while (!open.isEmpty()) {
      var at = open.poll();
      for (var to : trace.destinations(at.topic() + "/" + at.partition(), at.offset())) {
        var spot = new Spot(to.topic(), to.partition(), to.offset());
        if (add(spot)) {
          made.computeIfAbsent(spot.topic(), none -> new HashMap<>())
              .computeIfAbsent(spot.partition(), none -> new TreeSet<>())
              .add(spot.offset());
        }
      }
    }
  }

  private boolean add(Spot spot) {
    if (seen.size() >= RECORDS_MAX) {
      truncated |= !seen.contains(spot);
      return false;
    }
    if (!seen.add(spot)) {
      return false;
    }
    open.add(spot);
    return true;
  }

  /** The topics with records that were made from others. */
  public Set<String> topics() {
    return made.keySet();
  }

  /** Those of a topic, by partition. */
  public Map<Integer, Set<Long>> of(String topic) {
    return made.getOrDefault(topic, Map.of());
  }

  /** Whether there were more than are followed. */
  public boolean isTruncated() {
    return truncated;
  }
}
