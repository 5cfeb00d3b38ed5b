package dev.weft.flow;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the log knows of a connection's queue: what waited at the last commit, and what of that has
 * been taken since. For one thread; {@link #last} for any.
 */
final class KeptQueue {
  private final Set<Long> numbers = new HashSet<>();
  private final Map<Long, Waiting> taken = new LinkedHashMap<>();
  private volatile List<Waiting> last = List.of();

  /** What changed since the last commit. */
  record Changes(List<Waiting> added, List<Long> removed) {
    boolean isEmpty() {
      return added.isEmpty() && removed.isEmpty();
    }
  }

  /** What waited at the last commit, in the order of the queue. */
  List<Waiting> last() {
    return last;
  }

  /** It is not in the queue any more; it may come back as one that is to be tried again. */
  void taken(Waiting one) {
    if (numbers.contains(one.number())) {
      taken.putIfAbsent(one.number(), one);
    }
  }

  /** What a commit must write down, when this is what waits now. */
  Changes changes(Collection<Waiting> now) {
    if (now.isEmpty() && taken.isEmpty()) {
      return new Changes(List.of(), List.of());
    }
    var present = now.stream().map(Waiting::number).collect(Collectors.toSet());
    return new Changes(
        now.stream().filter(one -> !isKept(one)).toList(),
        taken.keySet().stream().filter(number -> !present.contains(number)).toList());
  }

  /** Whether the log has it as it is. */
  boolean isKept(Waiting one) {
    return numbers.contains(one.number()) && !taken.containsKey(one.number());
  }

  /** This is what waits, and it is committed. */
  void committed(Collection<Waiting> now) {
    if (now.isEmpty() && numbers.isEmpty()) {
      return;
    }
    numbers.clear();
    now.forEach(one -> numbers.add(one.number()));
    taken.clear();
    last = List.copyOf(now);
  }

  /** What was taken since the last commit was not, and is given back as it was. */
  List<Waiting> rollBack() {
    var back = List.copyOf(taken.values());
    taken.clear();
    return back;
  }
}
