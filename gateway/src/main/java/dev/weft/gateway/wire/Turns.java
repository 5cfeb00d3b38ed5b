package dev.weft.gateway.wire;

import dev.weft.model.Priority;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Whose turn it is when not everybody can be served at once. Of what is served, interactive gets 16
 * parts, normal 4 and bulk 1, each as long as it wants something; within a priority it goes in
 * order of arrival. So nobody is served last for ever, however much others want (stride scheduling,
 * Waldspurger and Weihl 1995). For one thread.
 */
final class Turns<T> {
  private static final Map<Priority, Integer> PARTS =
      Map.of(Priority.INTERACTIVE, 16, Priority.NORMAL, 4, Priority.BULK, 1);

  private record Waiting<T>(T what, long cost) {}

  private static final class Line<T> {
    final Queue<Waiting<T>> waiting = new ArrayDeque<>();
    double pass;
  }

  private final Map<Priority, Line<T>> lines = new EnumMap<>(Priority.class);
  private double now;

  Turns() {
    for (var priority : Priority.values()) {
      lines.put(priority, new Line<>());
    }
  }

  /**
   * Waits for its turn.
   *
   * @param cost how much it takes to serve it, in any unit
   */
  void add(Priority priority, T what, long cost) {
    var line = lines.get(priority);
    if (line.waiting.isEmpty()) {
      line.pass = Math.max(line.pass, now); // who wanted nothing has saved nothing
    }
    line.waiting.add(new Waiting<>(what, cost));
  }

  boolean isEmpty() {
    return lines.values().stream().allMatch(line -> line.waiting.isEmpty());
  }

  /** The next, which is served now. */
  Optional<T> next() {
    Optional<Priority> first = Optional.empty();
    for (var each : lines.entrySet()) {
      var earlier = first.isEmpty() || each.getValue().pass < lines.get(first.orElseThrow()).pass;
      if (!each.getValue().waiting.isEmpty() && earlier) {
        first = Optional.of(each.getKey());
      }
    }
    return first.map(this::serve);
  }

  private T serve(Priority priority) {
    var line = lines.get(priority);
    var served = line.waiting.remove();
    now = line.pass;
    line.pass += (double) Math.max(1, served.cost) / PARTS.get(priority);
    return served.what;
  }
}
