package dev.weft.flow;

import java.time.Clock;

/** Numbers FlowFiles of a flow as they arrive, and knows the time. */
final class Numbering {
  private final Clock clock;
  private long last;

  Numbering(Clock clock) {
    this.clock = clock;
  }

  Clock clock() {
    return clock;
  }

  long next() {
    return ++last;
  }

  long last() {
    return last;
  }

  void seen(long number) {
    last = Math.max(last, number);
  }
}
