package dev.weft.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long it takes until a change of policies shows at an open connection: from before the change
 * is given to the mesh, until the first answer that only the new policies explain; and where the
 * time goes on the way, since the clients wait for the same processors as the gateway.
 */
final class Effects {
  /** How far a change has come. */
  enum Stage {
    /** Whoever asks the engine gets answers by it. */
    IN_FORCE("in force in the engine"),
    /** The gateway has asked for this reader, and answers by it from now on. */
    JUDGED("the gateway judges by it"),
    /** Records are ready that are as the new policies say, and the audit is told, if it must be. */
    READY("the audit is told"),
    /** The audit has stored it: the answer may leave. */
    AUDITED("the audit has stored it"),
    /** The client has an answer that only the new policies explain, or was cut off. */
    SEEN("at the open connection");

    final String words;

    Stage(String words) {
      this.words = words;
    }
  }

  private static final class Expected {
    final Crowd.Seen seen;
    final long since = System.nanoTime();
    final Map<Stage, Double> millis = new EnumMap<>(Stage.class);

    Expected(Crowd.Seen seen) {
      this.seen = seen;
    }

    void reached(Stage stage) {
      millis.putIfAbsent(stage, millis());
    }

    double millis() {
      return (System.nanoTime() - since) / 1e6;
    }
  }

  private final Map<Integer, Expected> expected = new HashMap<>();
  private final List<Map<Stage, Double>> done = new ArrayList<>();

  /** From now on the reader sees this and nothing else. */
  synchronized void expect(int reader, Crowd.Seen seen) {
    expected.put(reader, new Expected(seen));
  }

  /** The last change for the reader is in force. */
  synchronized void inForce(int reader) {
    var awaited = expected.get(reader);
    if (awaited != null) {
      awaited.reached(Stage.IN_FORCE);
    }
  }

  /** What the reader is to see has come so far. */
  synchronized void reached(int reader, Crowd.Seen seen, Stage stage) {
    var awaited = expected.get(reader);
    if (awaited == null || awaited.seen != seen) {
      return;
    }
    awaited.reached(stage);
    if (stage == Stage.SEEN) {
      done.add(awaited.millis);
      expected.remove(reader);
    }
  }

  /** Whether the last change for this reader has not shown yet. */
  synchronized boolean isAwaited(int reader) {
    return expected.containsKey(reader);
  }

  /**
   * How long each change took to come so far; those that have not, as long as they have taken until
   * now, but for the audit, which need not always be told.
   */
  synchronized double[] millis(Stage stage) {
    var all = new ArrayList<Double>();
    done.stream().filter(one -> one.containsKey(stage)).forEach(one -> all.add(one.get(stage)));
    for (var one : expected.values()) {
      if (one.millis.containsKey(stage)) {
        all.add(one.millis.get(stage));
      } else if (stage != Stage.READY && stage != Stage.AUDITED) {
        all.add(one.millis());
      }
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  synchronized void forget() {
    done.clear();
  }
}
