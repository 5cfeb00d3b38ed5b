package dev.weft.server.pages;

import dev.weft.spi.TraceLog;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was made from one record, in any number of steps: the nearest first. For one question. */
final class TraceMade {
  private static final int MADE_MAX = 1_000;

  private final TraceLog trace;
  private boolean complete = true;

  TraceMade(TraceLog trace) {
    this.trace = trace;
  }

  /**
   * A record that was made from another.
   *
   * @param depth how many flows lie in between, from 1
   * @param source the record that it was made from, as {@code port/partition/offset}
   */
  public record Made(
      int depth,
      String source,
      String flow,
      List<String> processors,
      String topic,
      int partition,
      long offset,
      Instant time) {
    private String record() {
      return topic + "/" + partition + "/" + offset;
    }
  }

  private record Spot(String topic, int partition, long offset, int depth) {
    String record() {
      return topic + "/" + partition + "/" + offset;
    }
  }

  List<Made> of(String topic, int partition, long offset) {
    var made = new ArrayList<Made>();
    var open = new ArrayDeque<Spot>();
    var seen = new HashSet<String>();
    open.add(new Spot(topic, partition, offset, 1));
    seen.add(open.peek().record());
    while (!open.isEmpty()) {
      for (var next : next(open.poll(), seen)) {
        if (made.size() >= MADE_MAX) {
          complete = false;
          return made;
        }
        made.add(next);
        open.add(new Spot(next.topic(), next.partition(), next.offset(), next.depth() + 1));
      }
    }
    return made;
  }

  /** Whether there was room for all of it. */
  boolean isComplete() {
    return complete;
  }

  private List<Made> next(Spot from, Set<String> seen) {
    var next = new ArrayList<Made>();
    for (var to : trace.destinations(from.topic() + "/" + from.partition(), from.offset())) {
      var made =
          new Made(
              from.depth(),
              from.record(),
              to.hop().flow(),
              to.hop().processors(),
              to.topic(),
              to.partition(),
              to.offset(),
              Instant.ofEpochMilli(to.hop().time()));
      if (seen.add(made.record())) {
        next.add(made);
      }
    }
    return next;
  }
}
