package dev.weft.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long it takes until a change of policies shows at an open connection: from before the change
 * is given to the mesh, until the first answer that only the new policies explain.
 */
final class Effects {
  private record Expected(Crowd.Seen seen, long since) {}

  private final Map<Integer, Expected> expected = new HashMap<>();
  private final List<Double> millis = new ArrayList<>();

  /** From now on the reader sees this and nothing else. */
  synchronized void expect(int reader, Crowd.Seen seen) {
    expected.put(reader, new Expected(seen, System.nanoTime()));
  }

  /** The reader has seen this. */
  synchronized void seen(int reader, Crowd.Seen seen) {
    var awaited = expected.get(reader);
    if (awaited != null && awaited.seen == seen) {
      expected.remove(reader);
      millis.add((System.nanoTime() - awaited.since) / 1e6);
    }
  }

  /** Whether the last change for this reader has not shown yet. */
  synchronized boolean isAwaited(int reader) {
    return expected.containsKey(reader);
  }

  /** Those that have shown; and those that have not yet, as long as they have taken so far. */
  synchronized double[] millis() {
    var all = new ArrayList<>(millis);
    expected.values().forEach(one -> all.add((System.nanoTime() - one.since) / 1e6));
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  synchronized void forget() {
    millis.clear();
  }
}
