package dev.weft.flow;

import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/** The rest of a flow between two steps, and whether somebody wants it to end. For any thread. */
final class Rest {
  private final AtomicReference<Future<?>> pause = new AtomicReference<>();
  private volatile boolean wanted;

  /** Somebody wants something of the flow that its next step does. */
  void want() {
    wanted = true;
  }

  /** Whether that step has not begun yet. */
  boolean isWanted() {
    return wanted;
  }

  /** The step begins. */
  void over() {
    wanted = false;
  }

  /** It rests until this runs; empty when it runs at once. */
  void until(Optional<Future<?>> next) {
    pause.set(next.orElse(null));
  }

  /** Ends the rest; false when it does not rest. */
  boolean end() {
    var its = pause.getAndSet(null);
    return its != null && its.cancel(false);
  }
}
