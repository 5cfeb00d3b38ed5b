package dev.weft.server.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Offsets of one partition as spans that neither touch nor overlap. Holds at most {@value
 * #SPANS_MAX}: then the two with the smallest gap near the new one become one, which says too much
 * and never too little. For one thread.
 */
final class Spans {
  private static final int SPANS_MAX = 10_000;

  /** Both ends inclusive. */
  record Span(long from, long to) {}

  private final TreeMap<Long, Long> ends = new TreeMap<>();
  private boolean exact = true;

  void add(long from, long to) {
    var first = from;
    var last = to;
    var before = ends.floorEntry(from);
    if (before != null && before.getValue() >= from - 1) {
      first = before.getKey();
      last = Math.max(last, before.getValue());
    }
    for (var next = ends.ceilingEntry(first);
        next != null && next.getKey() <= last + 1;
        next = ends.ceilingEntry(first)) {
      last = Math.max(last, next.getValue());
      ends.remove(next.getKey());
    }
    ends.put(first, last);
    if (ends.size() > SPANS_MAX) {
      joinWithNeighbour(first);
    }
  }

  /** The parts of this span that are not held here. */
  List<Span> without(long from, long to) {
    var missing = new ArrayList<Span>();
    var at = from;
    var before = ends.floorEntry(from);
    if (before != null && before.getValue() >= from) {
      at = before.getValue() + 1;
    }
    for (Map.Entry<Long, Long> next : ends.tailMap(at, true).entrySet()) {
      if (next.getKey() > to) {
        break;
      }
      if (next.getKey() > at) {
        missing.add(new Span(at, next.getKey() - 1));
      }
      at = Math.max(at, next.getValue() + 1);
    }
    if (at <= to) {
      missing.add(new Span(at, to));
    }
    return missing;
  }

  List<Span> list() {
    return ends.entrySet().stream().map(each -> new Span(each.getKey(), each.getValue())).toList();
  }

  boolean isEmpty() {
    return ends.isEmpty();
  }

  /** Whether no spans had to be joined for want of room. */
  boolean isExact() {
    return exact;
  }

  private void joinWithNeighbour(long key) {
    exact = false;
    var left = ends.lowerEntry(key);
    var right = ends.higherEntry(key);
    if (left != null) {
      var last = ends.remove(key);
      ends.put(left.getKey(), last);
    } else {
      ends.put(key, right.getValue());
      ends.remove(right.getKey());
    }
  }
}
